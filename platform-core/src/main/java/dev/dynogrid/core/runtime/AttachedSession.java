package dev.dynogrid.core.runtime;

import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.TerminalSize;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The streams of a one-off dyno over its shim's connection. */
final class AttachedSession implements DynoSession {
  private static final int STDERR = 2;

  private final StreamBuffer out;
  private final StreamBuffer err;
  private final DynoInput input;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ShimChannel shim;
  private volatile int status;

  AttachedSession(ShimChannel shim) {
    this.shim = shim;
    this.out = new StreamBuffer(this::flowChanged);
    this.err = new StreamBuffer(this::flowChanged);
    this.input = new DynoInput(shim);
  }

  /** A reader that does not read stops the dyno that writes, not us. */
  private void flowChanged() {
    shim.pause(out.isFull() || err.isFull());
  }

  void written(int stream, byte[] data) {
    (stream == STDERR ? err : out).add(data);
  }

  void ended(int with) {
    status = with;
    out.end();
    err.end();
    input.ended();
    ended.countDown();
  }

  /** The dyno has taken so many bytes of its input. */
  void taken(long total) {
    input.taken(total);
  }

  @Override
  public OutputStream stdin() {
    return input;
  }

  @Override
  public InputStream stdout() {
    return out;
  }

  @Override
  public InputStream stderr() {
    return err;
  }

  @Override
  public void resize(TerminalSize size) {
    shim.resize(size.columns(), size.rows());
  }

  @Override
  public OptionalInt awaitExit(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)
        ? OptionalInt.of(status)
        : OptionalInt.empty();
  }

  @Override
  public void close() {
    if (ended.getCount() > 0) {
      shim.stop(0);
    }
  }
}
