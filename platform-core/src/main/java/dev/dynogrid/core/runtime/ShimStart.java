package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a shim that has just been started. */
final class ShimStart {
  private static final Logger log = LoggerFactory.getLogger(ShimStart.class);

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long PAUSE_MICROS = 500;

  private ShimStart() {}

  /** Connects to a shim. */
  interface Connect {
    void run() throws IOException;
  }

  /** Whether the shim is connected to; otherwise it has ended already, and left an account. */
  static boolean await(Path directory, Connect connect) throws IOException {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < until) {
      boolean ended = Files.exists(directory.resolve("exit"));
      if (Files.exists(directory.resolve("sock"))) {
        try {
          connect.run();
          return true;
        } catch (IOException e) {
          log.debug("no connection yet to the shim in {}", directory, e);
        }
      }
      if (ended) {
        return false;
      }
      pause();
    }
    Path said = directory.resolve("shim.log");
    throw new IOException(
        "its supervisor did not start: "
            + (Files.exists(said) ? Files.readString(said).strip() : ""));
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MICROSECONDS.sleep(PAUSE_MICROS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
