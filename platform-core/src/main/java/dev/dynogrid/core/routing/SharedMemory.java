package dev.dynogrid.core.routing;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections of a mesh hold together, against what they may. For many threads. */
final class SharedMemory {
  /** A JVM may have as many bytes outside of its heap as in it, unless it is told otherwise. */
  private static final int PART_OF_JVM = 4;

  private final long most;
  private final AtomicLong used = new AtomicLong();

  SharedMemory(long most) {
    this.most = most;
  }

  /** 256 MB, or a quarter of what this JVM may use if that is less. */
  static SharedMemory usual() {
    return new SharedMemory(
        Math.min(Limits.RESPONSES_IN_ALL, Runtime.getRuntime().maxMemory() / PART_OF_JVM));
  }

  /** Books bytes, or gives them back if negative. */
  void add(long bytes) {
    used.addAndGet(bytes);
  }

  long used() {
    return used.get();
  }

  boolean isShort() {
    return used.get() >= most;
  }
}
