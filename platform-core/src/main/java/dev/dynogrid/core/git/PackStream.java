package dev.dynogrid.core.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes to the client of a push. Each write is a whole packet, so that keep-alive packets can
 * be put between them from another thread.
 */
final class PackStream extends OutputStream {
  /** An empty packet of the data band, as git's own server sends. */
  private static final byte[] KEEP_ALIVE = "0005\1".getBytes(StandardCharsets.ISO_8859_1);

  private final ReentrantLock lock = new ReentrantLock();
  private final OutputStream out;
  private long lastWrite = System.nanoTime();

  PackStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    lock.lock();
    try {
      out.write(data, offset, length);
      lastWrite = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() throws IOException {
    lock.lock();
    try {
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      out.close();
    } finally {
      lock.unlock();
    }
  }

  /** Sends a keep-alive packet if nothing was sent for a while and nothing is being sent. */
  void keepAlive(long quietNanos) throws IOException {
    if (lock.tryLock()) {
      try {
        if (System.nanoTime() - lastWrite >= quietNanos) {
          out.write(KEEP_ALIVE);
          out.flush();
          lastWrite = System.nanoTime();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
