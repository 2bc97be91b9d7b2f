package dev.dynogrid.tck.memory;

import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.TerminalSize;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** The streams of a one-off dyno. */
record InMemorySession(InMemoryDyno dyno) implements DynoSession {
  @Override
  public OutputStream stdin() {
    return dyno.output().toStdin();
  }

  @Override
  public InputStream stdout() {
    return dyno.output().fromStdout();
  }

  @Override
  public InputStream stderr() {
    return dyno.output().fromStderr();
  }

  @Override
  public void resize(TerminalSize size) {
    // There is no terminal.
  }

  @Override
  public OptionalInt awaitExit(Duration atMost) throws InterruptedException {
    return dyno.awaitExit(atMost);
  }

  @Override
  public void close() {
    dyno.stop(Duration.ZERO);
  }
}
