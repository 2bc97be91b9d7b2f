package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;

/** Answers for apps that take no requests at the moment, or lets requests wait until they do. */
final class AnswerByMode implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    switch (exchange.destination().route().route().mode()) {
      case SERVE -> {
        return Verdict.NEXT;
      }
      case HOLD -> exchange.await(RouterCode.H20, true);
      case CRASHED -> exchange.fail(RouterCode.H10);
      case NO_DYNOS -> exchange.fail(RouterCode.H14);
      case BLANK -> exchange.fail(RouterCode.H81);
      case MAINTENANCE -> exchange.fail(RouterCode.H80);
    }
    return Verdict.TAKEN;
  }
}
