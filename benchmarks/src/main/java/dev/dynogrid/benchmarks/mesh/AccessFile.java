package dev.dynogrid.benchmarks.mesh;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writes lines to a file, ten times a second all that have come. */
final class AccessFile implements LogSink {
  private static final int EVERY_MILLIS = 100;

  private final Queue<LogLine> lines = new ConcurrentLinkedQueue<>();
  private final BufferedWriter file;

  private AccessFile(BufferedWriter file) {
    this.file = file;
  }

  static AccessFile at(Path path) throws IOException {
    AccessFile access = new AccessFile(Files.newBufferedWriter(path));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "dynogrid-access-1");
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleWithFixedDelay(access::write, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return access;
  }

  @Override
  public void accept(LogLine line) {
    lines.add(line);
  }

  private void write() {
    try {
      for (LogLine line = lines.poll(); line != null; line = lines.poll()) {
        file.write(line.toString());
        file.write('\n');
      }
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
