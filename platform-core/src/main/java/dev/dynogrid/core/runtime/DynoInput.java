package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * Standard input of a dyno. Only so much is under way at a time, so that a dyno that does not read
 * holds up its writer, and not what else is to be said to its shim, such as to stop it.
 */
final class DynoInput extends OutputStream {
  private static final int MOST_UNDER_WAY = 256 * 1024;

  private final ShimChannel shim;
  private long sent;
  private long taken;
  private boolean ended;

  DynoInput(ShimChannel shim) {
    this.shim = shim;
  }

  synchronized void taken(long total) {
    taken = total;
    notifyAll();
  }

  synchronized void ended() {
    ended = true;
    notifyAll();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] data, int offset, int count) throws IOException {
    try {
      while (sent - taken > MOST_UNDER_WAY && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing to a dyno");
    }
    if (ended) {
      throw new IOException("the dyno has ended");
    }
    shim.input(data, offset, count);
    sent += count;
  }

  @Override
  public void close() {
    shim.endInput();
  }
}
