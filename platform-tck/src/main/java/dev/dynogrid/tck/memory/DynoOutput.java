package dev.dynogrid.tck.memory;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.runtime.DynoSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a dyno writes: to the log, kept while there is none; or to the one who is attached, through
 * pipes.
 */
final class DynoOutput {
  private static final int LONGEST_LINE = 10_000;
  private static final int KEPT_BYTES = 1024 * 1024;
  private static final int PIPE_BYTES = 64 * 1024;

  private final DynoSpec spec;
  private final Clock clock;
  private final Deque<LogLine> kept = new ArrayDeque<>();
  private final PipedOutputStream toStdin = new PipedOutputStream();
  private final PipedOutputStream stdout = new PipedOutputStream();
  private final PipedOutputStream stderr = new PipedOutputStream();
  private final InputStream stdin;
  private final InputStream fromStdout;
  private final InputStream fromStderr;
  private @Nullable LogSink sink;
  private int keptBytes;

  DynoOutput(DynoSpec spec, Clock clock) {
    this.spec = spec;
    this.clock = clock;
    try {
      stdin = new PipedInputStream(toStdin, PIPE_BYTES);
      fromStdout = new PipedInputStream(stdout, PIPE_BYTES);
      fromStderr = new PipedInputStream(stderr, PIPE_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives what was kept, then what comes; to nobody if there is no sink. */
  synchronized void giveTo(@Nullable LogSink next) {
    sink = next;
    if (next != null) {
      kept.forEach(next::accept);
      kept.clear();
      keptBytes = 0;
    }
  }

  void print(String line, boolean logged) {
    if (logged) {
      log(line);
      return;
    }
    try {
      stdout.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      stdout.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In pieces that are short enough also if each character takes three bytes. */
  private synchronized void log(String line) {
    int most = LONGEST_LINE / 3;
    for (int at = 0; at == 0 || at < line.length(); at += most) {
      String piece = line.substring(at, Math.min(line.length(), at + most));
      take(new LogLine(spec.app(), clock.instant(), LogLine.APP, spec.name().toString(), piece));
    }
  }

  private void take(LogLine line) {
    @Nullable LogSink now = sink;
    if (now != null) {
      now.accept(line);
      return;
    }
    kept.add(line);
    keptBytes += line.text().length() + 1;
    while (keptBytes > KEPT_BYTES && kept.size() > 1) {
      keptBytes -= kept.removeFirst().text().length() + 1;
    }
  }

  /** Nothing is written any more; what was is still to be read. */
  void end() {
    try {
      stdout.close();
      stderr.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OutputStream toStdin() {
    return toStdin;
  }

  InputStream stdin() {
    return stdin;
  }

  OutputStream stdout() {
    return stdout;
  }

  OutputStream stderr() {
    return stderr;
  }

  InputStream fromStdout() {
    return fromStdout;
  }

  InputStream fromStderr() {
    return fromStderr;
  }
}
