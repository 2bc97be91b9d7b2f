package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import java.util.Set;

/**
 * Gives a request to a dyno, or a place in the line of those that wait for one. Those that wait go
 * first: a place that becomes free while others wait is theirs.
 */
final class PickDyno implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    Destination destination = exchange.destination();
    AppPool pool = destination.pool();
    LiveRoute route = destination.route();
    if (route.targets().isEmpty()) {
      exchange.fail(RouterCode.H10);
      return Verdict.TAKEN;
    }
    Set<Target> tried = destination.tried();
    if (destination.hasWaited() || !pool.hasWaiting() || !tried.isEmpty()) {
      Target target = LoadBalancer.enter(route, tried);
      if (target != null) {
        destination.goesTo(target);
        exchange.notes().target(target);
        if (pool.hasWaiting() && LoadBalancer.hasRoom(route, Set.of())) {
          pool.slotFreed();
        }
        return Verdict.NEXT;
      }
    }
    RouterCode failure = destination.connectFailure();
    if (failure != null && route.targets().stream().allMatch(t -> isOut(t, tried))) {
      exchange.fail(failure);
    } else {
      boolean quarantined = route.targets().stream().allMatch(Target::isQuarantined);
      exchange.await(quarantined ? RouterCode.H34 : RouterCode.H11, false);
    }
    return Verdict.TAKEN;
  }

  private static boolean isOut(Target target, Set<Target> tried) {
    return target.isQuarantined() || tried.contains(target);
  }
}
