package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RouterCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes, and what goes through, under one lock: a change is seen as a whole, and wakes those
 * that wait.
 */
final class MeshRoutes {
  private static final long LOOK_MILLIS = 20;

  private final MeshListener listener;
  private final Clock clock;
  private final Map<AppId, AppRoute> routes = new HashMap<>();
  private final Map<String, AppId> hosts = new HashMap<>();
  private final Map<AppId, Traffic> traffic = new HashMap<>();
  private long version;

  /** What goes through for one app. */
  private static final class Traffic {
    final Map<DynoId, Integer> inFlight = new HashMap<>();
    final Map<ReleaseId, AppTraffic.Counts> releases = new HashMap<>();
    int waiting;
    Optional<Instant> lastRequest = Optional.empty();
  }

  /** Looks whether the client of a waiting request is still there. */
  interface Client {
    boolean isGone() throws IOException;
  }

  /** The request cannot be given to a dyno. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RouterCode code;

    RefusedException(RouterCode code) {
      super(code.title());
      this.code = code;
    }

    RouterCode code() {
      return code;
    }
  }

  MeshRoutes(MeshListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  synchronized long version() {
    return version;
  }

  /** Applies a change, unless it is not newer than what is there. */
  synchronized boolean apply(RouteChange change) {
    if (change.version() <= version) {
      return false;
    }
    if (change.complete()) {
      routes.clear();
    }
    routes.keySet().removeAll(change.removed());
    change.routes().forEach(route -> routes.put(route.app(), route));
    hosts.clear();
    routes.values().forEach(route -> route.hostNames().forEach(h -> hosts.put(h, route.app())));
    version = change.version();
    notifyAll();
    return true;
  }

  /** The app of a host name as a client writes it: any case, with port, with trailing dot. */
  synchronized Optional<AppRoute> find(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return Optional.ofNullable(hosts.get(bare)).map(routes::get);
  }

  /** Gives the request to a dyno, once there is one that takes it; counted in flight from then. */
  RouteTarget enter(AppId app, Set<DynoId> tried, Client client)
      throws RefusedException, IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean waits = false;
    try {
      while (true) {
        boolean first = false;
        synchronized (this) {
          Traffic its = of(app);
          its.lastRequest = Optional.of(clock.instant());
          AppRoute route = routeOf(app);
          Optional<RouteTarget> free = pick(route, its, tried);
          if (free.isPresent()) {
            its.inFlight.merge(free.get().dyno(), 1, Integer::sum);
            return free.get();
          }
          refuseUnlessItMayWait(route, its, waits, begin);
          if (!waits) {
            waits = true;
            its.waiting++;
            first = route.mode() == AppRoute.Mode.HOLD && its.waiting == 1;
          }
          if (!first) {
            wait(LOOK_MILLIS);
          }
        }
        if (first) {
          listener.demanded(app);
        }
        if (client.isGone()) {
          throw new RefusedException(RouterCode.H27);
        }
      }
    } finally {
      if (waits) {
        leaveLine(app);
      }
    }
  }

  private synchronized void leaveLine(AppId app) {
    of(app).waiting--;
  }

  private AppRoute routeOf(AppId app) throws RefusedException {
    @Nullable AppRoute route = routes.get(app);
    if (route == null) {
      throw new RefusedException(RouterCode.H10);
    }
    return route;
  }

  private Traffic of(AppId app) {
    return traffic.computeIfAbsent(app, id -> new Traffic());
  }

  /** The dyno with the fewest requests in flight, of those that have room. */
  private static Optional<RouteTarget> pick(AppRoute route, Traffic its, Set<DynoId> tried) {
    if (route.mode() != AppRoute.Mode.SERVE) {
      return Optional.empty();
    }
    Comparator<RouteTarget> byLoad =
        Comparator.comparing(target -> its.inFlight.getOrDefault(target.dyno(), 0));
    return route.targets().stream()
        .filter(target -> target.weight() > 0 && !tried.contains(target.dyno()))
        .filter(
            target ->
                its.inFlight.getOrDefault(target.dyno(), 0) < route.settings().requestsPerDyno())
        .min(byLoad);
  }

  private static void refuseUnlessItMayWait(AppRoute route, Traffic its, boolean waits, long begin)
      throws RefusedException {
    Optional<RouterCode> refusal =
        switch (route.mode()) {
          case SERVE -> route.targets().isEmpty() ? Optional.of(RouterCode.H10) : Optional.empty();
          case HOLD -> Optional.empty();
          case CRASHED -> Optional.of(RouterCode.H10);
          case NO_DYNOS -> Optional.of(RouterCode.H14);
          case BLANK -> Optional.of(RouterCode.H81);
          case MAINTENANCE -> Optional.of(RouterCode.H80);
        };
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    int dynos = Math.max(1, route.targets().size());
    if (!waits && its.waiting >= route.settings().backlogPerDyno() * dynos) {
      throw new RefusedException(RouterCode.H11);
    }
    if (System.nanoTime() - begin > route.settings().holdTimeout().toNanos()) {
      throw new RefusedException(
          route.mode() == AppRoute.Mode.HOLD ? RouterCode.H20 : RouterCode.H11);
    }
  }

  /** The request is done; its dyno may have left the route meanwhile. */
  void leave(AppId app, RouteTarget target) {
    boolean drained;
    synchronized (this) {
      Traffic its = of(app);
      its.inFlight.computeIfPresent(target.dyno(), (dyno, count) -> count > 1 ? count - 1 : null);
      @Nullable AppRoute route = routes.get(app);
      boolean routed =
          route != null && route.targets().stream().anyMatch(t -> t.dyno().equals(target.dyno()));
      drained = !routed && !its.inFlight.containsKey(target.dyno());
      notifyAll();
    }
    if (drained) {
      listener.drained(target.dyno());
    }
  }

  synchronized void answered(AppId app, ReleaseId release, int status) {
    long error = status >= 500 ? 1 : 0;
    of(app)
        .releases
        .merge(
            release,
            new AppTraffic.Counts(1, error),
            (a, b) -> new AppTraffic.Counts(a.requests() + 1, a.errors() + error));
  }

  synchronized AppTraffic traffic(AppId app) {
    @Nullable Traffic its = traffic.get(app);
    return its == null
        ? AppTraffic.NONE
        : new AppTraffic(its.inFlight, its.waiting, its.releases, its.lastRequest);
  }
}
