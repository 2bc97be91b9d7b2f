package dev.dynogrid.benchmarks.mesh;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;

/** What this JVM holds, in MB. */
final class Memory {
  private static final double MEGABYTE = 1024 * 1024;

  private Memory() {}

  /** On the heap, after a collection. */
  static double heap() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }

  /** In Netty's buffers outside the heap. */
  static double direct() {
    return PlatformDependent.usedDirectMemory() / MEGABYTE;
  }
}
