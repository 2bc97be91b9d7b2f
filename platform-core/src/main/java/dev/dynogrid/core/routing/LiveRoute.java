package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteTarget;
import java.util.List;

/**
 * A version of an app's route with the targets that it names; swapped as a whole.
 *
 * @param route as it was published
 * @param targets those of weight 0 left out
 * @param weights of the targets, in their order
 */
record LiveRoute(AppRoute route, List<Target> targets, List<Integer> weights) {
  LiveRoute {
    targets = List.copyOf(targets);
    weights = List.copyOf(weights);
  }

  /** The route with those of {@code all} that take requests. */
  static LiveRoute of(AppRoute route, List<Target> all) {
    List<Target> taking = all.stream().filter(target -> target.route().weight() > 0).toList();
    return new LiveRoute(
        route, taking, taking.stream().map(Target::route).map(RouteTarget::weight).toList());
  }

  /** Whether requests that have been given to the target may still be passed on. */
  boolean uses(Target target) {
    return route.mode() == AppRoute.Mode.SERVE && targets.contains(target);
  }

  int requestsPerDyno() {
    return route.settings().requestsPerDyno();
  }

  /** Requests that may wait for a free dyno. */
  int backlog() {
    return route.settings().backlogPerDyno() * Math.max(1, targets.size());
  }

  /** Requests that may wait for a dyno that boots: as many as it could then take or keep waiting. */
  int holdBacklog() {
    return backlog() + requestsPerDyno() * Math.max(1, targets.size());
  }
}
