package dev.dynogrid.core.routing;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RouterCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One app in the mesh: its live route, the requests that wait for one of its dynos, and what went
 * through. Safe for use by many threads; {@link #take} and {@link #remove} come from one at a time.
 */
final class AppPool {
  private static final String ROUTER = "router";

  private final MeshContext context;
  private final Workers workers;
  private final Duration quarantine;
  private final AppMeters meters;
  private final WaitingLine waiting = new WaitingLine();
  private final Set<Target> leaving = ConcurrentHashMap.newKeySet();
  private final ReleaseCounts counts = new ReleaseCounts();
  private volatile List<Target> targets = List.of();
  private volatile LiveRoute live;
  private volatile boolean removed;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile long lastRequest;
  private volatile @Nullable TrafficCounts traffic;

  AppPool(
      AppRoute route, MeshContext context, Workers workers, Duration quarantine, AppMeters meters) {
    this.context = context;
    this.workers = workers;
    this.quarantine = quarantine;
    this.meters = meters;
    this.live = LiveRoute.of(route, List.of());
  }

  LiveRoute live() {
    return live;
  }

  /** Whether the app has no route any more. */
  boolean isRemoved() {
    return removed;
  }

  /** Whether nothing is left of an app that has been removed. */
  boolean isGone() {
    return removed && leaving.isEmpty() && waiting.size() == 0;
  }

  /** Goes over to a new version: picks by it begin, then the dynos that it lacks are retired. */
  void take(AppRoute route) {
    List<Target> next = new ArrayList<>(route.targets().size());
    for (RouteTarget target : route.targets()) {
      next.add(targetFor(target));
    }
    if (removed) {
      traffic = null; // its meters went with it
      removed = false;
    }
    swap(route, next);
  }

  /** Lets the app go. */
  void remove() {
    removed = true;
    swap(live.route(), List.of());
  }

  private void swap(AppRoute route, List<Target> next) {
    List<Target> before = targets;
    for (Target target : before) {
      if (!next.contains(target)) {
        leaving.add(target); // first, so that no look at the traffic misses it
      }
    }
    targets = next;
    live = LiveRoute.of(route, next);
    for (Target target : before) {
      if (!next.contains(target)) {
        retire(target);
      }
    }
    wakeAll();
  }

  private Target targetFor(RouteTarget wanted) {
    for (Target known : targets) {
      if (isSame(known.route(), wanted)) {
        known.keep(wanted);
        return known;
      }
    }
    for (Target known : leaving) {
      if (isSame(known.route(), wanted)) {
        known.keep(wanted);
        leaving.remove(known);
        return known;
      }
    }
    return new Target(this, wanted, workers, quarantine);
  }

  private static boolean isSame(RouteTarget known, RouteTarget wanted) {
    return known.dyno().equals(wanted.dyno()) && known.endpoint().equals(wanted.endpoint());
  }

  private void retire(Target target) {
    target.retire(workers, live.route().settings().drainTimeout());
    if (target.load().inFlight() == 0) {
      leaving.remove(target);
    }
  }

  /** The last request to a retired target is done. */
  void drained(Target target) {
    leaving.remove(target);
    tell(() -> context.listener().drained(target.route().dyno()));
  }

  void unreachable(Target target, RouterCode code) {
    tell(() -> context.listener().unreachable(target.route().dyno(), code));
  }

  /**
   * Puts a request in the line.
   *
   * @return false if too many wait
   */
  boolean await(Exchange exchange, LiveRoute seen, boolean hold) {
    int place = waiting.add(exchange, hold ? seen.holdBacklog() : seen.backlog());
    if (place == 0) {
      return false;
    }
    if (hold && place == 1) {
      tell(() -> context.listener().demanded(seen.route().app()));
    }
    // What changed between the look at the route and the entry in the line woke nobody.
    if (live != seen) {
      wakeAll();
    } else if (!hold && LoadBalancer.hasRoom(seen, Set.of())) {
      slotFreed();
    }
    return true;
  }

  /** Takes a request out of the line whose client or time is gone. */
  void forget(Exchange exchange) {
    waiting.remove(exchange);
  }

  boolean hasWaiting() {
    return waiting.size() > 0;
  }

  /** A dyno can take one more request. */
  void slotFreed() {
    if (waiting.size() > 0 && live.route().mode() == AppRoute.Mode.SERVE) {
      Exchange first = waiting.poll();
      if (first != null) {
        first.wake();
      }
    }
  }

  void wakeAll() {
    if (waiting.size() > 0) {
      waiting.drain().forEach(Exchange::wake);
    }
  }

  /** Counts one more request of the app in, unless there are so many already. */
  boolean enter(int most) {
    if (connections.incrementAndGet() <= most) {
      return true;
    }
    connections.decrementAndGet();
    return false;
  }

  /** Counts a request, or an upgraded connection, out. */
  void leave() {
    connections.decrementAndGet();
  }

  /** What went through, for the app's meters: both are made with its first request. */
  TrafficCounts counts() {
    TrafficCounts known = traffic;
    if (known == null) {
      synchronized (this) {
        known = traffic == null ? meters.of(this) : traffic;
        traffic = known;
      }
    }
    return known;
  }

  /** It has another name: counts begin anew. */
  void forgetCounts() {
    traffic = null;
  }

  /** Requests and upgraded connections under way to its dynos. */
  int inFlight() {
    int sum = 0;
    for (Target target : targets) {
      sum += target.load().inFlight();
    }
    for (Target target : leaving) {
      sum += target.load().inFlight();
    }
    return sum;
  }

  int waiting() {
    return waiting.size();
  }

  void requested(long epochMillis) {
    lastRequest = epochMillis;
    counts();
  }

  /** A request was answered by a dyno, or for it. */
  void answered(Target target, int status) {
    counts.answered(target.route().release(), status);
  }

  void log(Instant time, String text) {
    LogLine line = new LogLine(live.route().app(), time, LogLine.PLATFORM, ROUTER, text);
    tell(() -> context.logs().accept(line));
  }

  /** Those who are told may not throw; if they do, no request is to suffer. */
  private static void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      Faults.report("a listener or a log threw", e);
    }
  }

  Duration connectTimeout() {
    return live.route().settings().connectTimeout();
  }

  long drainNanos() {
    return TimeUnit.MILLISECONDS.toNanos(live.route().settings().drainTimeout().toMillis());
  }

  AppTraffic traffic() {
    Map<DynoId, Integer> inFlight = new HashMap<>();
    targets.forEach(target -> count(target, inFlight));
    leaving.forEach(target -> count(target, inFlight));
    long last = lastRequest;
    return new AppTraffic(
        inFlight,
        waiting.size(),
        counts.snapshot(),
        last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
  }

  private static void count(Target target, Map<DynoId, Integer> inFlight) {
    int requests = target.load().inFlight();
    if (requests > 0) {
      inFlight.put(target.route().dyno(), requests);
    }
  }
}
