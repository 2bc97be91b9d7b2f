package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.AppRoute;
import java.util.ArrayList;
import java.util.List;

/** A version of an app's route with the targets that it names; swapped as a whole. */
final class LiveRoute {
  private final AppRoute route;
  private final List<Target> targets;
  private final List<Integer> weights;

  private LiveRoute(AppRoute route, List<Target> targets, List<Integer> weights) {
    this.route = route;
    this.targets = targets;
    this.weights = weights;
  }

  /** The route with those of {@code all} that take requests. */
  static LiveRoute of(AppRoute route, List<Target> all) {
    List<Target> taking = new ArrayList<>(all.size());
    List<Integer> weights = new ArrayList<>(all.size());
    for (Target target : all) {
      int weight = target.route().weight();
      if (weight > 0) {
        taking.add(target);
        weights.add(weight);
      }
    }
    return new LiveRoute(route, taking, weights);
  }

  /** As it was published. */
  AppRoute route() {
    return route;
  }

  /** Those that take requests: of weight 0 none. */
  List<Target> targets() {
    return targets;
  }

  /** Of the targets, in their order. */
  List<Integer> weights() {
    return weights;
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

  /**
   * Requests that may wait for a dyno that boots: as many as it could then take or keep waiting.
   */
  int holdBacklog() {
    return backlog() + requestsPerDyno() * Math.max(1, targets.size());
  }
}
