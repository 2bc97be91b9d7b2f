package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RoutePages;
import dev.dynogrid.api.routing.RouteTarget;
import java.net.URI;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides the route of an app: a pure function of what is wanted and what there is. */
final class RoutePlanner {
  private RoutePlanner() {}

  static AppRoute route(AppView view, GridOptions options) {
    List<RouteTarget> targets =
        view.routed().stream()
            .filter(dyno -> dyno.endpoint.isPresent())
            .sorted(Comparator.comparing(dyno -> dyno.id.value()))
            .map(RoutePlanner::target)
            .toList();
    Wanted wanted = view.wanted();
    AppName name = wanted.app().name();
    Set<String> hostNames = new HashSet<>(wanted.app().domains());
    hostNames.add(name + "." + options.domain());
    return new AppRoute(
        wanted.app().id(),
        name,
        hostNames,
        mode(view, targets),
        targets,
        options.routeSettings(),
        pages(wanted));
  }

  private static RouteTarget target(GridDyno dyno) {
    return new RouteTarget(
        dyno.id,
        dyno.name,
        dyno.release.id(),
        dyno.endpoint.orElseThrow(),
        RouteTarget.USUAL_WEIGHT);
  }

  /** What an app's config vars name; a URI that is none is as good as no page. */
  private static RoutePages pages(Wanted wanted) {
    return new RoutePages(page(wanted, "ERROR_PAGE_URL"), page(wanted, "MAINTENANCE_PAGE_URL"));
  }

  private static Optional<URI> page(Wanted wanted, String configVar) {
    try {
      return wanted
          .current()
          .flatMap(release -> release.configVars().get(configVar))
          .map(URI::create)
          .filter(RoutePages::isPage);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static AppRoute.Mode mode(AppView view, List<RouteTarget> targets) {
    Wanted wanted = view.wanted();
    if (wanted.app().maintenance()) {
      return AppRoute.Mode.MAINTENANCE;
    } else if (wanted.current().isEmpty()) {
      return AppRoute.Mode.BLANK;
    } else if (!targets.isEmpty()) {
      return AppRoute.Mode.SERVE;
    } else if (wanted.count(ProcessType.WEB) < wanted.countAwake(ProcessType.WEB)) {
      return AppRoute.Mode.HOLD;
    } else if (wanted.count(ProcessType.WEB) == 0) {
      return AppRoute.Mode.NO_DYNOS;
    }
    boolean booting =
        view.fresh(ProcessType.WEB).stream().anyMatch(dyno -> dyno.is(DynoState.STARTING));
    return booting || !view.mayStart() ? AppRoute.Mode.HOLD : AppRoute.Mode.CRASHED;
  }
}
