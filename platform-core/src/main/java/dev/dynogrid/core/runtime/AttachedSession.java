package dev.dynogrid.core.runtime;

import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The streams of a one-off dyno over its shim's connection. */
final class AttachedSession implements DynoSession {
  private static final int MOST_UNSENT = 256 * 1024;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int STDERR = 2;

  private final StreamBuffer out;
  private final StreamBuffer err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ShimChannel shim;
  private volatile int status;

  AttachedSession(ShimChannel shim) {
    this.shim = shim;
    this.out = new StreamBuffer(this::flowChanged);
    this.err = new StreamBuffer(this::flowChanged);
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
    ended.countDown();
  }

  @Override
  public OutputStream stdin() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] data, int offset, int count) throws IOException {
        while (shim.unsent() > MOST_UNSENT && ended.getCount() > 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
          if (Thread.interrupted()) {
            throw new InterruptedIOException("interrupted while writing to a dyno");
          }
        }
        if (ended.getCount() == 0) {
          throw new IOException("the dyno has ended");
        }
        shim.input(data, offset, count);
      }

      @Override
      public void close() {
        shim.endInput();
      }
    };
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
