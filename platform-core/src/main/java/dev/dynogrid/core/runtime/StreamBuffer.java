package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes between the thread that hears a dyno and the thread that reads it. */
final class StreamBuffer extends InputStream {
  private static final int FULL = 256 * 1024;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private final Runnable flowChanged;
  private int position;
  private int size;
  private boolean ended;

  StreamBuffer(Runnable flowChanged) {
    this.flowChanged = flowChanged;
  }

  void add(byte[] data) {
    boolean nowFull;
    synchronized (this) {
      chunks.add(data);
      size += data.length;
      nowFull = size >= FULL;
      notifyAll();
    }
    if (nowFull) {
      flowChanged.run();
    }
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean isFull() {
    return size >= FULL;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count;
    boolean wasFull;
    synchronized (this) {
      awaitMore();
      if (size == 0) {
        return -1;
      }
      wasFull = size >= FULL;
      byte[] chunk = chunks.element();
      count = Math.min(length, chunk.length - position);
      System.arraycopy(chunk, position, into, offset, count);
      position += count;
      size -= count;
      if (position == chunk.length) {
        chunks.remove();
        position = 0;
      }
    }
    if (wasFull && !isFull()) {
      flowChanged.run();
    }
    return count;
  }

  private synchronized void awaitMore() throws InterruptedIOException {
    try {
      while (size == 0 && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading from a dyno");
    }
  }

  @Override
  public synchronized int available() {
    return size;
  }
}
