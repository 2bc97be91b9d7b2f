package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import java.util.Comparator;
import java.util.List;

/** Decides the route of an app: a pure function of what is wanted and what there is. */
final class RoutePlanner {
  private RoutePlanner() {}

  static AppRoute route(AppView view, RouteSettings settings) {
    List<RouteTarget> targets =
        view.routed().stream()
            .sorted(Comparator.comparing(dyno -> dyno.id().value()))
            .flatMap(
                dyno ->
                    dyno.endpoint().stream()
                        .map(
                            endpoint ->
                                new RouteTarget(
                                    dyno.id(),
                                    dyno.name(),
                                    dyno.release(),
                                    endpoint,
                                    RouteTarget.USUAL_WEIGHT)))
            .toList();
    Wanted wanted = view.wanted();
    return new AppRoute(
        wanted.app(), wanted.name(), wanted.hostNames(), mode(view, targets), targets, settings);
  }

  private static AppRoute.Mode mode(AppView view, List<RouteTarget> targets) {
    Wanted wanted = view.wanted();
    if (wanted.maintenance()) {
      return AppRoute.Mode.MAINTENANCE;
    } else if (wanted.current().isEmpty()) {
      return AppRoute.Mode.BLANK;
    } else if (!targets.isEmpty()) {
      return AppRoute.Mode.SERVE;
    } else if (wanted.count(ProcessType.WEB) == 0) {
      return AppRoute.Mode.NO_DYNOS;
    }
    boolean booting =
        view.fresh(ProcessType.WEB).stream().anyMatch(dyno -> dyno.is(DynoState.STARTING));
    return booting ? AppRoute.Mode.HOLD : AppRoute.Mode.CRASHED;
  }
}
