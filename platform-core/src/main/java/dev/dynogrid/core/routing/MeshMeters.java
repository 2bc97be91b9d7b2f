package dev.dynogrid.core.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a mesh tells of itself, as meters of a registry: {@code dynogrid.mesh.…} for all that went
 * through. Requests count into adders; the registry reads them when it is asked. Safe for use by
 * many threads.
 */
final class MeshMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofSeconds(75)
  };

  private final MeterRegistry registry;
  private final AppMeters apps;
  private final TrafficMeters all;
  private final TrafficCounts total;
  private final Timer firstByte;
  private final Timer queue;
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder upgraded = new LongAdder();
  private final LongAdder connected = new LongAdder();
  private final LongAdder disconnected = new LongAdder();

  /**
   * Meters of a mesh.
   *
   * @param measuredApps apps that have meters of their own at most
   */
  MeshMeters(MeterRegistry registry, int measuredApps) {
    this.registry = registry;
    apps = new AppMeters(registry, measuredApps);
    all = new TrafficMeters(registry, "dynogrid.mesh");
    total = all.counts();
    all.register();
    all.registerCodes();
    all.gauge("requests.active", "Requests under way, upgraded ones too", begun, less(ended));
    all.gauge("connections", "Open connections of clients", connected, less(disconnected));
    all.gauge("upgraded", "Upgraded connections (WebSockets)", upgraded, LongAdder::sum);
    firstByte = timer("first.byte", "From sending a request to the first byte of its response");
    queue = timer("queue", "Waits of the requests that had to wait for a dyno");
  }

  private static ToDoubleFunction<LongAdder> less(LongAdder other) {
    return adder -> adder.sum() - other.sum();
  }

  private Timer timer(String name, String description) {
    return Timer.builder("dynogrid.mesh." + name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** The mesh has routes from now on. */
  void routes(RouteTable routes) {
    all.gauge("apps", "Apps in the route table", routes, RouteTable::size);
  }

  void connected() {
    connected.increment();
  }

  void disconnected() {
    disconnected.increment();
  }

  void begun() {
    begun.increment();
  }

  void upgraded() {
    upgraded.increment();
  }

  /** A request is over; {@code owner} may have counts of its own. */
  void ended(AccessNotes notes, @Nullable AppPool owner) {
    ended.increment();
    if (notes.isUpgraded()) {
      upgraded.decrement();
    }
    total.ended(notes);
    if (notes.firstByteNanos() >= 0) {
      firstByte.record(notes.firstByteNanos(), TimeUnit.NANOSECONDS);
    }
    if (notes.queuedNanos() > 0) {
      queue.record(notes.queuedNanos(), TimeUnit.NANOSECONDS);
    }
    if (owner != null) {
      owner.counts().ended(notes);
    }
  }

  AppMeters apps() {
    return apps;
  }

  /** An app has left the routes, or has another name. */
  void forget(AppPool pool) {
    apps.forget(pool);
  }

  /** The mesh is closed: its meters go. */
  void close() {
    apps.close();
    all.remove();
    registry.remove(firstByte);
    registry.remove(queue);
  }
}
