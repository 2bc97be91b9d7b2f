package dev.dynogrid.core.testkit;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Netty's detector of buffers that were never released, which keeps its reports for {@link
 * NoLeaks}. Netty makes it, as {@code io.netty.customResourceLeakDetector} says.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Called by Netty. */
  public LeakRecorder(Class<?> resource, int samplingInterval) {
    super(resource, samplingInterval);
  }

  /** Called by Netty. */
  public LeakRecorder(Class<?> resource, int samplingInterval, long maxActive) {
    this(resource, samplingInterval);
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resource, String records) {
    REPORTS.add(resource + records);
  }

  @Override
  protected void reportUntracedLeak(String resource) {
    REPORTS.add(resource);
  }

  /** Reports of what can be known to be lost by now. */
  static List<String> reports() {
    WeakReference<Object> canary = new WeakReference<>(new Object());
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (canary.get() != null && System.nanoTime() < end) {
      System.gc();
    }
    // The detector looks at what was collected whenever a buffer is allocated.
    PooledByteBufAllocator.DEFAULT.buffer(1).release();
    List<String> reports = new ArrayList<>();
    for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
      reports.add(report);
    }
    return reports;
  }
}
