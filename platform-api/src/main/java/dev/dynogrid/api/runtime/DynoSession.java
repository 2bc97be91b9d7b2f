package dev.dynogrid.api.runtime;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** The streams of a one-off dyno. Closing it ends the dyno if it still runs. */
public interface DynoSession extends AutoCloseable {
  /** The dyno's standard input; closing it is its end of file. */
  OutputStream stdin();

  /** The dyno's standard output, to its end. */
  InputStream stdout();

  /** The dyno's standard error, to its end; empty with a terminal. */
  InputStream stderr();

  /** Tells the terminal its new size. Without effect if there is none. */
  void resize(TerminalSize size);

  /**
   * Waits for the end.
   *
   * @param atMost how long to wait
   * @return the exit status, as in {@link DynoExit}; empty if the dyno still runs
   */
  OptionalInt awaitExit(Duration atMost) throws InterruptedException;

  /** Ends the dyno if it still runs, and frees the streams. Idempotent. */
  @Override
  void close();
}
