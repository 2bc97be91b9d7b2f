package dev.dynogrid.core.routing;

/** Takes the version of the app's route to serve by; a request comes back here when it changes. */
final class FollowRoute implements RequestStage {
  private final RouteTable routes;

  FollowRoute(RouteTable routes) {
    this.routes = routes;
  }

  @Override
  public Verdict onRequest(Exchange exchange) {
    AppPool pool = exchange.destination().pool();
    if (pool.isRemoved()) {
      pool = routes.find(exchange.head().host());
    }
    if (pool == null) {
      exchange.answerUnknownHost();
      return Verdict.TAKEN;
    }
    exchange.destination().belongsTo(pool);
    return Verdict.NEXT;
  }
}
