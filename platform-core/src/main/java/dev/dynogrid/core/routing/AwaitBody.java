package dev.dynogrid.core.routing;

/**
 * Keeps clients that send slowly from holding dynos that others need: where half of what an app's
 * dynos can take is taken, a request is given to one when its body is there, or as much of it as is
 * kept. Else bodies go to the dyno as they come.
 */
final class AwaitBody implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    if (exchange.hasReceived()
        || exchange.head().awaitsContinue()
        || !LoadBalancer.isHalfTaken(exchange.destination().route())) {
      return Verdict.NEXT;
    }
    exchange.awaitBody();
    return Verdict.TAKEN;
  }
}
