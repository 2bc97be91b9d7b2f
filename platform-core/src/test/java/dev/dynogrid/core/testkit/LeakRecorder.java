package dev.dynogrid.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's detector of buffers that were never released, which keeps its reports for {@link
 * NoLeaks}. Netty makes it, as {@code io.netty.customResourceLeakDetector} says.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
  private static final long PATIENCE_MILLIS = 10_000;

  /** What the first one finds may be seen by the detector a moment later. */
  private static final int COLLECTIONS = 2;

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
  static List<String> reports() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      ReferenceQueue<Object> collected = new ReferenceQueue<>();
      WeakReference<Object> canary = new WeakReference<>(new Object(), collected);
      System.gc();
      assertThat(collected.remove(PATIENCE_MILLIS)).as("collected").isSameAs(canary);
      // The detector looks at what was collected whenever a buffer is allocated.
      PooledByteBufAllocator.DEFAULT.buffer(1).release();
    }
    List<String> reports = new ArrayList<>();
    for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
      reports.add(report);
    }
    return reports;
  }
}
