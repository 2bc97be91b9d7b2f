package dev.dynogrid.core;

import dev.dynogrid.api.Explanations;
import dev.dynogrid.api.routing.RequestExplanation;
import java.util.Optional;

/** Asks those who decided. */
final class ExplanationsFacade implements Explanations {
  private final Engine engine;

  ExplanationsFacade(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<RequestExplanation> request(String requestId) {
    return engine.mesh().explain(requestId);
  }
}
