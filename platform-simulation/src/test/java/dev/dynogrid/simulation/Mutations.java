package dev.dynogrid.simulation;

import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.core.grid.GridAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Faults that decisions could have. Each has to be seen by an invariant. */
final class Mutations {
  /** Never chooses by what else runs there. */
  static final PlacementPolicy PACKS_ONLY =
      (dyno, candidates) ->
          candidates.stream()
              .filter(host -> host.free().memoryBytes() >= dyno.resources().memoryBytes())
              .findFirst()
              .map(host -> host.host().id());

  private static final Duration NOW = Duration.ZERO;

  private Mutations() {}

  /** Some dynos are started twice, by two identities. */
  static Tampering doublesStarts() {
    return everyNth(
        50,
        GridAction.Start.class,
        start -> List.of(start, with(start, new DynoId(new UUID(7, start.hashCode())))));
  }

  /** No second dyno of an app is ever started. */
  static Tampering dropsSecondDynos() {
    return action ->
        action instanceof GridAction.Start start && start.spec().name().number() == 2
            ? List.of()
            : List.of(action);
  }

  /** Dynos that are drained run on. */
  static Tampering dropsStops() {
    return everyNth(1, GridAction.Stop.class, stop -> List.of());
  }

  /** What leaves the route is stopped at once. */
  static Tampering dropsDrains() {
    Map<AppId, List<RouteTarget>> routed = new HashMap<>();
    return action -> {
      List<GridAction> all = new ArrayList<>(List.of(action));
      if (action instanceof GridAction.Publish publish) {
        for (AppRoute route : publish.change().routes()) {
          List<RouteTarget> left = new ArrayList<>(routed.getOrDefault(route.app(), List.of()));
          left.removeIf(old -> route.targets().stream().anyMatch(t -> t.dyno().equals(old.dyno())));
          left.forEach(old -> all.add(new GridAction.Stop(old.dyno(), NOW, "no drain")));
          routed.put(route.app(), route.targets());
        }
      }
      return all;
    };
  }

  /** Dynos are stopped before others take their place in the route. */
  static Tampering stopsBeforeTheSwitch() {
    Map<AppId, List<RouteTarget>> routed = new HashMap<>();
    return everyNth(
        1,
        GridAction.Publish.class,
        publish -> {
          List<GridAction> all = new ArrayList<>();
          for (AppRoute route : publish.change().routes()) {
            List<RouteTarget> before = routed.getOrDefault(route.app(), List.of());
            if (!before.isEmpty() && !route.targets().equals(before)) {
              all.add(new GridAction.Stop(before.get(0).dyno(), NOW, "too soon"));
            }
            routed.put(route.app(), route.targets());
          }
          all.add(publish);
          return all;
        });
  }

  /** Routes leave one dyno out. */
  static Tampering forgetsATarget() {
    return routes(
        route ->
            route.targets().size() < 2
                ? route
                : with(route, route.targets().subList(1, route.targets().size())));
  }

  /** Some routes are published before there is anything to route to. */
  static Tampering routesToNothing() {
    int[] count = {0};
    return routes(route -> ++count[0] % 50 == 0 ? with(route, List.of()) : route);
  }

  /** Some changes of routes are not published. */
  static Tampering dropsRoutes() {
    return everyNth(9, GridAction.Publish.class, publish -> List.of());
  }

  /** A version is used again. */
  static Tampering repeatsVersions() {
    return everyNth(9, GridAction.Publish.class, publish -> List.of(publish, publish));
  }

  /** Some dynos run an unknown release. */
  static Tampering startsOtherReleases() {
    return everyNth(
        40, GridAction.Start.class, start -> List.of(with(start, new ReleaseId(new UUID(1, 2)))));
  }

  /** Nobody is answered. */
  static Tampering dropsAnswers() {
    return everyNth(1, GridAction.Answer.class, answer -> List.of());
  }

  /** Some are answered twice. */
  static Tampering answersTwice() {
    return everyNth(3, GridAction.Answer.class, answer -> List.of(answer, answer));
  }

  /** No dyno's health is ever known. */
  static Tampering asksNobodyForHealth() {
    return everyNth(1, GridAction.Watch.class, watch -> List.of());
  }

  /** Some dynos are stopped amid their work. */
  static Tampering stopsWhatServes() {
    return routesThen(20);
  }

  private static Tampering routesThen(int n) {
    return everyNth(
        n,
        GridAction.Publish.class,
        publish -> {
          List<GridAction> all = new ArrayList<>(List.of(publish));
          publish.change().routes().stream()
              .flatMap(route -> route.targets().stream())
              .findFirst()
              .ifPresent(target -> all.add(new GridAction.Stop(target.dyno(), NOW, "a mistake")));
          return all;
        });
  }

  /** What becomes of an action of one kind. */
  private interface Instead<A> {
    List<GridAction> of(A action);
  }

  private static <A extends GridAction> Tampering everyNth(
      int n, Class<A> kind, Instead<A> instead) {
    int[] count = {0};
    return action ->
        kind.isInstance(action) && ++count[0] % n == 0
            ? instead.of(kind.cast(action))
            : List.of(action);
  }

  private static Tampering routes(UnaryOperator<AppRoute> change) {
    return everyNth(
        1,
        GridAction.Publish.class,
        publish -> {
          RouteChange before = publish.change();
          return List.of(
              new GridAction.Publish(
                  new RouteChange(
                      before.version(),
                      before.complete(),
                      before.routes().stream().map(change).toList(),
                      before.removed())));
        });
  }

  private static AppRoute with(AppRoute route, List<RouteTarget> targets) {
    return new AppRoute(
        route.app(), route.name(), route.hostNames(), route.mode(), targets, route.settings());
  }

  private static GridAction with(GridAction.Start start, DynoId id) {
    return with(start, id, start.spec().release());
  }

  private static GridAction with(GridAction.Start start, ReleaseId release) {
    return with(start, start.spec().id(), release);
  }

  private static GridAction with(GridAction.Start start, DynoId id, ReleaseId release) {
    DynoSpec spec = start.spec();
    return new GridAction.Start(
        start.placement(),
        new DynoSpec(
            id,
            spec.app(),
            spec.appName(),
            release,
            spec.name(),
            spec.slug(),
            spec.command(),
            spec.environment(),
            spec.listens(),
            spec.limits(),
            spec.streams()),
        start.rank(),
        start.reason());
  }
}
