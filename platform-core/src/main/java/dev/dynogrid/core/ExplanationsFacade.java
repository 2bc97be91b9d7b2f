package dev.dynogrid.core;

import dev.dynogrid.api.Explanation;
import dev.dynogrid.api.Explanations;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.routing.RequestExplanation;
import java.util.Optional;

/** Asks those who decided. */
final class ExplanationsFacade implements Explanations {
  private final Engine engine;

  ExplanationsFacade(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Explanation app(AppId app) {
    return Waits.on(engine.grid().why(app), Waits.SHORT, "the grid");
  }

  @Override
  public Explanation dyno(DynoId dyno) {
    return Waits.on(engine.grid().why(dyno), Waits.SHORT, "the grid");
  }

  @Override
  public Optional<RequestExplanation> request(String requestId) {
    return engine.mesh().explain(requestId);
  }
}
