package dev.dynogrid.core.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The meters of apps, {@code dynogrid.app.…}: an app gets its own with its first request, and loses
 * them when it leaves the routes. A platform may have tens of thousands of apps and a registry may
 * not: beyond a bound, apps are counted together, as {@code _other}, which is no app's name.
 */
final class AppMeters {
  private static final String PREFIX = "dynogrid.app";
  private static final String TAG = "app";
  private static final String OTHER = "_other";
  private static final int IDLE_SECONDS = 5;

  private final MeterRegistry registry;
  private final int most;
  private final Map<AppPool, TrafficMeters> own = new HashMap<>();

  /** Registering takes locks and time that the threads of requests do not have. */
  private final ThreadPoolExecutor registrar =
      new ThreadPoolExecutor(
          1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), AppMeters::thread);

  private final TrafficMeters other;
  private boolean otherIsUsed;

  AppMeters(MeterRegistry registry, int most) {
    this.registry = registry;
    this.most = most;
    registrar.allowCoreThreadTimeOut(true);
    other = new TrafficMeters(registry, PREFIX, Tags.of(TAG, OTHER), this::later);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "dynogrid-mesh-meters-1");
    thread.setDaemon(true);
    return thread;
  }

  /** The counts of an app that has had none. */
  synchronized TrafficCounts of(AppPool pool) {
    if (pool.isRemoved()) {
      return new TrafficCounts(code -> {}); // its last requests: nobody reads them any more
    }
    if (own.size() >= most) {
      if (!otherIsUsed) {
        otherIsUsed = true;
        later(() -> register(other));
      }
      return other.counts();
    }
    String name = pool.live().route().name().value();
    TrafficMeters meters = new TrafficMeters(registry, PREFIX, Tags.of(TAG, name), this::later);
    own.put(pool, meters);
    later(
        () -> {
          register(meters);
          meters.gauge("requests.active", "Requests under way", pool, AppPool::inFlight);
          meters.gauge("requests.waiting", "Requests that wait", pool, AppPool::waiting);
        });
    return meters.counts();
  }

  private static void register(TrafficMeters meters) {
    meters.register();
    meters.registerTimes();
  }

  synchronized void forget(AppPool pool) {
    TrafficMeters meters = own.remove(pool);
    if (meters != null) {
      later(meters::remove);
    }
  }

  private void later(Runnable task) {
    if (!registrar.isShutdown()) {
      registrar.execute(task);
    }
  }

  /** All of them go. */
  synchronized void close() {
    own.values().forEach(meters -> later(meters::remove));
    own.clear();
    later(other::remove);
    registrar.shutdown();
  }
}
