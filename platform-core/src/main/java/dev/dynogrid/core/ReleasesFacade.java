package dev.dynogrid.core;

import dev.dynogrid.api.Releases;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.core.deploy.DeployRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Releases, as somebody. */
final class ReleasesFacade implements Releases {
  private final Engine engine;
  private final Actor actor;

  ReleasesFacade(Engine engine, Actor actor) {
    this.engine = engine;
    this.actor = actor;
  }

  @Override
  public List<Release> list(AppId app) {
    engine.ledger().get(app);
    return engine.ledger().releases(app);
  }

  @Override
  public Optional<Release> current(AppId app) {
    engine.ledger().get(app);
    return engine.ledger().currentRelease(app);
  }

  @Override
  public Release deploy(AppId app, SourceTree source, BuildOutput output) {
    DeployRequest request =
        new DeployRequest(app, actor, source, Optional.empty(), Duration.ZERO, () -> {}, () -> {});
    return Waits.cancellable(() -> engine.deploys().deploy(request, output));
  }

  @Override
  public Release rollback(AppId app, int version) {
    return Waits.cancellable(() -> engine.deploys().rollback(app, actor, version));
  }
}
