package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;

/** Keeps one app from taking all that the mesh has: so many of its requests at a time, else H22. */
final class LimitApp implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    Destination destination = exchange.destination();
    if (destination.enterApp(destination.settings().connections())) {
      return Verdict.NEXT;
    }
    exchange.fail(RouterCode.H22);
    return Verdict.TAKEN;
  }
}
