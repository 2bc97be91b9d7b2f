package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;

/** Finds the app that a host name belongs to, and the version of its route to serve by. */
final class FindApp implements RequestStage {
  private final RouteTable routes;

  FindApp(RouteTable routes) {
    this.routes = routes;
  }

  @Override
  public Verdict onRequest(Exchange exchange) {
    if (routes.version() == 0) {
      exchange.fail(RouterCode.H99);
      return Verdict.TAKEN;
    }
    AppPool pool = routes.find(exchange.head().host());
    if (pool == null) {
      exchange.answerUnknownHost();
      return Verdict.TAKEN;
    }
    exchange.destination().belongsTo(pool);
    pool.requested(exchange.head().startedMillis());
    return Verdict.NEXT;
  }
}
