package dev.dynogrid.core.runtime;

import dev.dynogrid.api.build.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the programs of builds as processes of this machine. */
public final class ProcessCommandRunner implements CommandRunner {
  private static final int TIMED_OUT = 124;
  private static final int LONGEST_LINE = 65_536;
  private static final long END_SECONDS = 5;

  private final Path directory;
  private @Nullable Launcher launcher;

  /** A runner that keeps the supervisor's script in a directory, made at the first run. */
  public ProcessCommandRunner(Path directory) {
    this.directory = directory;
  }

  private synchronized Launcher launcher() {
    @Nullable Launcher known = launcher;
    if (known == null) {
      known = Launcher.in(directory);
      launcher = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    @Nullable Launcher known = launcher;
    launcher = null;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public int run(Command command, Consumer<String> lines) throws IOException, InterruptedException {
    Launcher starts = launcher();
    Process process =
        starts.program(command.arguments(), command.directory(), command.environment());
    Thread reader =
        new Thread(() -> read(process.getInputStream(), lines), "dynogrid-build-output");
    reader.setDaemon(true);
    reader.start();
    boolean ended = false;
    try {
      ended = process.waitFor(command.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        reader.join();
      }
      return ended ? process.exitValue() : TIMED_OUT;
    } finally {
      if (!ended) {
        end(process);
      }
      starts.prepare();
    }
  }

  /** The shim ends everything when its standard input ends. */
  private static void end(Process process) throws IOException, InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void read(InputStream stream, Consumer<String> lines) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        for (int i = 0; i < count; i++) {
          take(buffer[i], line, lines);
        }
      }
    } catch (IOException e) {
      lines.accept("(the rest of the output was lost: " + e.getMessage() + ")");
    }
    if (line.size() > 0) {
      lines.accept(line.toString(StandardCharsets.UTF_8));
    }
  }

  private static void take(byte b, ByteArrayOutputStream line, Consumer<String> lines) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() >= LONGEST_LINE) {
      lines.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
