package dev.dynogrid.simulation;

import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.core.grid.GridAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The guarantees, checked on what an action changes, and in full every minute. What the world did
 * to an app excuses it for a while; what the grid did does not.
 */
final class Invariants {
  /** After so long without trouble, everything is as it is wanted. */
  private static final Duration SETTLED = Duration.ofMinutes(20);

  /** What was cut off or lost is known again by then. */
  private static final Duration TROUBLE = Duration.ofMinutes(15);

  /** The longest that a route may name a dyno that has ended. */
  private static final Duration DEAD_IN_ROUTE = Duration.ofMinutes(4);

  /** A request that wakes an app is answered by then, or the client has H20. */
  private static final Duration LONGEST_WAKE = Duration.ofSeconds(75);

  private static final long MOST_DYNOS =
      SimulatedHost.SIZE.memoryBytes() / ControlPlane.RESERVE.memoryBytes();

  /** A start takes so long to reach its host. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(30);

  private static final Duration SLACK = Duration.ofSeconds(3);
  private static final Duration JUMP = Duration.ofMinutes(4);

  private final World world;

  Invariants(World world) {
    this.world = world;
  }

  private Instant now() {
    return world.time.now();
  }

  private boolean isRecent(Instant at, Duration within) {
    return at.isAfter(now().minus(within));
  }

  private void broken(String invariant, AppId app, String what) {
    throw new BrokenInvariantException(
        invariant,
        what,
        Duration.between(VirtualTime.START, now()),
        world.scenario.seed(),
        world.history.of(app));
  }

  /** A start that was decided. */
  void start(GridAction.Start start) {
    DynoSpec spec = start.spec();
    SimulatedApp app = world.app(spec.app());
    @Nullable SimulatedHost host =
        world.hosts.get(((Placement.OnHost) start.placement()).host().id());
    boolean candidate = app.candidate != null && app.candidate.id().equals(spec.release());
    if (!candidate && !app.current.id().equals(spec.release())) {
      broken(
          "only the newest succeeded release is started, or one that is checked",
          spec.app(),
          spec.name() + " of release " + spec.release());
    }
    if (world.dyno(spec.id()).isEmpty()) {
      notTwice(app, spec);
      if (host != null) {
        spread(app, spec, host);
        room(spec, host);
        notAtOnce(app, spec, host);
      }
    }
  }

  /** G4: nothing is started twice. */
  private void notTwice(SimulatedApp app, DynoSpec spec) {
    for (SimulatedDyno other : app.dynos.values()) {
      if (isSame(other, spec) && isGood(other) && !isKnownToLeave(other)) {
        broken(
            "nothing is started twice",
            spec.app(),
            spec.name() + " is started although " + other + " is well and is to stay");
      }
    }
  }

  /** A start that is on its way counts as well. */
  private void notAtOnce(SimulatedApp app, DynoSpec spec, SimulatedHost host) {
    SimulatedApp.@Nullable Started last =
        app.started.put(
            spec.name(), new SimulatedApp.Started(spec.id(), spec.release(), host, now()));
    if (last != null
        && last.release().equals(spec.release())
        && !last.dyno().equals(spec.id())
        && isRecent(last.at(), ON_ITS_WAY)
        && world.dyno(last.dyno()).isEmpty()
        && !hasTrouble(last.host())) {
      broken(
          "nothing is started twice",
          spec.app(),
          spec.name() + " is started as " + spec.id() + " although " + last + " is on its way");
    }
  }

  private static boolean isSame(SimulatedDyno other, DynoSpec spec) {
    return other.spec.name().equals(spec.name()) && other.spec.release().equals(spec.release());
  }

  private boolean isGood(SimulatedDyno dyno) {
    boolean answers = dyno.spec.listens() ? dyno.isAnswering() : dyno.isAlive() && !dyno.stopping;
    return answers && !hasTrouble(dyno.host) && !isRecent(dyno.startedAt, Duration.ofSeconds(2));
  }

  private boolean hasTrouble(SimulatedHost host) {
    return !host.isReachable() || isRecent(host.troubleAt, TROUBLE);
  }

  /** Whether there is a reason for its end, or the grid has told that it has one. */
  private boolean isKnownToLeave(SimulatedDyno dyno) {
    Duration age = Duration.between(dyno.startedAt, now());
    return dyno.host.host.state() != HostState.READY
        || age.compareTo(world.scenario.times().cycleAfter().minus(JUMP)) > 0
        || (dyno.watch == 0 && dyno.app.disturbedAt.plus(SETTLED).isAfter(now()))
        || world.plane.dynos(dyno.spec.app()).stream()
            .anyMatch(known -> known.id().equals(dyno.spec.id()) && !isActive(known));
  }

  private static boolean isActive(Dyno dyno) {
    return dyno.state() == DynoState.STARTING || dyno.state() == DynoState.UP;
  }

  /** G6: dynos of a type share a host only if there is no other. */
  private void spread(SimulatedApp app, DynoSpec spec, SimulatedHost host) {
    if (siblings(app, spec, host) == 0 || isRecent(world.plane.begunAt, Duration.ofMinutes(1))) {
      return;
    }
    Set<DynoId> known =
        world.plane.dynos(spec.app()).stream()
            .filter(Invariants::isActive)
            .map(Dyno::id)
            .collect(Collectors.toSet());
    boolean shares =
        host.dynos.values().stream()
            .anyMatch(other -> isSibling(other, spec) && known.contains(other.spec.id()));
    Optional<SimulatedHost> better =
        world.hosts.values().stream()
            .filter(other -> other.takesDynos() && !hasTrouble(other))
            .filter(other -> siblings(app, spec, other) == 0 && isHalfEmpty(other))
            .filter(other -> startingOn(app, other) == 0)
            .findFirst();
    if (shares && better.isPresent()) {
      broken(
          "dynos of a type share a host only if there is no other",
          spec.app(),
          spec.name() + " on " + host + " although " + better.get() + " has none");
    }
  }

  /** The grid counts what it has asked for and what has yet to be seen. */
  private long startingOn(SimulatedApp app, SimulatedHost host) {
    return world.plane.dynos(app.app.id()).stream()
        .filter(dyno -> dyno.host().filter(host.id()::equals).isPresent() && dyno.state().isLive())
        .count();
  }

  private static long siblings(SimulatedApp app, DynoSpec spec, SimulatedHost host) {
    return app.dynos.values().stream()
        .filter(other -> other.host == host && isSibling(other, spec))
        .count();
  }

  private static boolean isSibling(SimulatedDyno other, DynoSpec spec) {
    return other.spec.app().equals(spec.app())
        && other.spec.name().type().equals(spec.name().type())
        && !other.spec.name().equals(spec.name())
        && other.spec.release().equals(spec.release())
        && other.isAlive()
        && !other.stopping;
  }

  private void room(DynoSpec spec, SimulatedHost host) {
    if (!hasRoom(host) && !hasTrouble(host)) {
      broken("no host is promised more than it has", spec.app(), host + " is full");
    }
  }

  private static boolean hasRoom(SimulatedHost host) {
    return host.dynos.values().stream().filter(SimulatedDyno::isAlive).count() < MOST_DYNOS;
  }

  /** Starts that are on their way need not fill it. */
  private static boolean isHalfEmpty(SimulatedHost host) {
    return host.dynos.size() < MOST_DYNOS / 2;
  }

  /** G2: what serves is stopped only once it has no requests, or had its time for them. */
  void stop(SimulatedDyno dyno, GridAction.Stop stop) {
    if (!dyno.isAnswering()
        || !dyno.spec.listens()
        || hasTrouble(dyno.host)
        || isRecent(world.plane.jumpedAt, JUMP)) {
      return;
    }
    @Nullable Instant left = dyno.leftRouteAt;
    @Nullable Instant drained = dyno.drainedAt;
    boolean late =
        left != null && !now().isBefore(left.plus(world.plane.drainTimeout()).minus(SLACK));
    boolean quiet = dyno.routedBy == 0 && (drained == null || !now().isBefore(drained));
    if (dyno.routedBy > 0 || !(quiet || late)) {
      broken(
          "a dyno that serves is stopped only when its requests are done",
          dyno.spec.app(),
          dyno
              + " is routed by "
              + dyno.routedBy
              + ", its requests end at "
              + drained
              + ": "
              + stop.reason());
    }
  }

  /** Versions rise. */
  void published(RouteChange change, long before) {
    if (change.version() <= before) {
      throw new BrokenInvariantException(
          "versions of routes rise",
          change.version() + " after " + before,
          Duration.between(VirtualTime.START, now()),
          world.scenario.seed(),
          List.of());
    }
  }

  /** G2: a node of the mesh applies a route: what serves gives way only to what serves. */
  void rerouted(
      SimulatedApp app, List<RouteTarget> old, List<RouteTarget> fresh, @Nullable AppRoute route) {
    boolean served = old.stream().anyMatch(this::serves);
    boolean serves = fresh.stream().anyMatch(this::servedJustNow);
    boolean wanted = app.wanted(ProcessType.WEB) > 0 && route != null;
    boolean idles = route != null && route.mode() == AppRoute.Mode.HOLD && app.mayIdle();
    if (served && !serves && wanted && !idles) {
      broken(
          "an app that is served goes on to be served",
          app.app.id(),
          app + " had " + old + " and has " + fresh);
    }
  }

  private boolean serves(RouteTarget target) {
    return world
        .dyno(target.dyno())
        .filter(dyno -> dyno.isAnswering() && !hasTrouble(dyno.host) && !wasSick(dyno))
        .isPresent();
  }

  /** Sickness is known some probes late, its end too. */
  private boolean wasSick(SimulatedDyno dyno) {
    return dyno.sick || isRecent(dyno.app.disturbedAt, Duration.ofMinutes(1));
  }

  /** What has ended a moment ago was taken for good with reason. */
  private boolean servedJustNow(RouteTarget target) {
    return world
        .dyno(target.dyno())
        .filter(
            dyno ->
                dyno.isAnswering()
                    || isRecent(dyno.app.disturbedAt, SLACK)
                    || (dyno.exit != null && isRecent(dyno.exit.at(), SLACK)))
        .isPresent();
  }

  /** Every question has one answer. */
  void answered(boolean known, GridAction.Answer answer) {
    if (!known) {
      throw new BrokenInvariantException(
          "every question has one answer",
          answer.toString(),
          Duration.between(VirtualTime.START, now()),
          world.scenario.seed(),
          List.of());
    }
  }

  /** A host that is wanted back is empty by then. */
  void drained(SimulatedHost host) {
    host.dynos.values().stream()
        .filter(dyno -> dyno.isAlive() && !dyno.stopping)
        .filter(dyno -> !hasTrouble(host) && !isRecent(dyno.app.disturbedAt, SETTLED))
        .findFirst()
        .ifPresent(
            dyno ->
                broken(
                    "a host that is wanted back is emptied",
                    dyno.spec.app(),
                    dyno + " is still there after half an hour"));
  }

  /** Everything, once a minute. */
  void checkAll() {
    if (!world.plane.isUp() || isRecent(world.plane.begunAt, Duration.ofMinutes(5))) {
      return;
    }
    world
        .plane
        .overdue()
        .ifPresent(
            what -> {
              throw new BrokenInvariantException(
                  "every question is answered in time",
                  what,
                  Duration.between(VirtualTime.START, now()),
                  world.scenario.seed(),
                  List.of());
            });
    for (SimulatedApp app : world.apps.values()) {
      noneDeadInRoute(app);
      wokenInTime(app);
      if (!isRecent(app.disturbedAt, SETTLED)) {
        settled(app);
      }
    }
  }

  private void noneDeadInRoute(SimulatedApp app) {
    for (AppRoute route : world.mesh.routes(app.app.id())) {
      for (RouteTarget target : route.targets()) {
        Optional<SimulatedDyno> dyno = world.dyno(target.dyno());
        boolean dead =
            dyno.isEmpty()
                || (dyno.get().exit != null && !isRecent(dyno.get().exit.at(), DEAD_IN_ROUTE));
        if (dead && !isRecent(app.disturbedAt, DEAD_IN_ROUTE)) {
          broken("no route names a dyno that has ended", app.app.id(), target.toString());
        }
      }
    }
  }

  private void wokenInTime(SimulatedApp app) {
    @Nullable Instant since = app.waitingSince;
    if (since != null && !isRecent(since, LONGEST_WAKE) && !isRecent(app.disturbedAt, SETTLED)) {
      broken(
          "a request wakes an app that idles", app.app.id(), app + " has slept on since " + since);
    }
  }

  /** Nothing has happened to it for long: it runs exactly as it is wanted. */
  private void settled(SimulatedApp app) {
    List<AppRoute> routes = world.mesh.routes(app.app.id());
    boolean idles =
        app.mayIdle() && routes.stream().anyMatch(route -> route.mode() != AppRoute.Mode.SERVE);
    if (!idles) {
      web(app, routes);
    }
    int workers = 0;
    for (SimulatedDyno dyno : app.dynos.values()) {
      workers += isStaying(dyno) && !dyno.spec.listens() ? 1 : 0;
    }
    count(app, Population.WORKER, workers);
  }

  private void web(SimulatedApp app, List<AppRoute> routes) {
    int web = 0;
    for (SimulatedDyno dyno : app.dynos.values()) {
      if (isStaying(dyno) && dyno.spec.listens()) {
        web++;
        boolean routed =
            routes.stream()
                .allMatch(
                    route ->
                        route.targets().stream()
                            .anyMatch(target -> target.dyno().equals(dyno.spec.id())));
        boolean young = isRecent(dyno.startedAt, Duration.ofMinutes(5));
        if (!routed && !young && dyno.routedBy == 0 && dyno.leftRouteAt == null) {
          broken("what is healthy gets requests", app.app.id(), dyno + " is not routed");
        }
      }
    }
    count(app, ProcessType.WEB, web);
  }

  private void count(SimulatedApp app, ProcessType type, int count) {
    boolean changing =
        app.dynos.values().stream()
            .anyMatch(
                dyno ->
                    dyno.spec.name().type().equals(type)
                        && (dyno.stopping
                            || (dyno.leftRouteAt != null
                                && isRecent(dyno.leftRouteAt, Duration.ofMinutes(5)))
                            || isRecent(dyno.startedAt, Duration.ofMinutes(5))));
    if (count != app.wanted(type) && !changing) {
      broken(
          "what runs is what is wanted",
          app.app.id(),
          app + " has " + count + " of " + type + ": " + app.dynos.values());
    }
  }

  private static boolean isStaying(SimulatedDyno dyno) {
    return dyno.isAlive() && !dyno.stopping && !dyno.sick;
  }
}
