package dev.dynogrid.core;

import dev.dynogrid.api.Apps;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.core.build.classic.BuildpackReference;
import dev.dynogrid.core.store.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Apps, as somebody. */
final class AppsFacade implements Apps {
  private final Engine engine;
  private final Actor actor;

  AppsFacade(Engine engine, Actor actor) {
    this.engine = engine;
    this.actor = actor;
  }

  @Override
  public App create(String name) {
    AppName checked = new AppName(name);
    App app = engine.ledger().create(new AppId(engine.newId()), checked, actor);
    engine.happened(new PlatformEvent.AppCreated(app.id(), now(), checked));
    routed(app.id());
    return app;
  }

  @Override
  public List<App> list() {
    return engine.ledger().apps().stream()
        .map(Ledger.AppEntry::app)
        .sorted(Comparator.comparing(App::name))
        .toList();
  }

  @Override
  public Optional<App> find(String name) {
    return engine.ledger().find(new AppName(name)).map(Ledger.AppEntry::app);
  }

  @Override
  public App get(AppId app) {
    return engine.ledger().get(app).app();
  }

  @Override
  public App rename(AppId app, String name) {
    AppName from = get(app).name();
    App renamed = engine.ledger().rename(app, new AppName(name), actor);
    engine.happened(new PlatformEvent.AppRenamed(app, now(), from, renamed.name()));
    routed(app);
    return renamed;
  }

  @Override
  public App setMaintenance(AppId app, boolean on) {
    App changed = engine.ledger().setMaintenance(app, on, actor);
    engine.happened(new PlatformEvent.MaintenanceChanged(app, now(), on));
    routed(app);
    return changed;
  }

  @Override
  public App setBuildpacks(AppId app, List<String> buildpacks) {
    buildpacks.forEach(BuildpackReference::parse);
    App changed = engine.ledger().setBuildpacks(app, buildpacks, actor);
    engine.happened(new PlatformEvent.BuildpacksChanged(app, now(), changed.buildpacks()));
    return changed;
  }

  @Override
  public App setIdleAfter(AppId app, Optional<Duration> after) {
    App changed = engine.ledger().setIdleAfter(app, after, actor);
    engine.happened(new PlatformEvent.IdleAfterChanged(app, now(), after));
    routed(app);
    return changed;
  }

  @Override
  public void destroy(AppId app) {
    AppName name = get(app).name();
    engine.ledger().destroy(app, actor);
    engine.appIsGone(app);
    engine.happened(new PlatformEvent.AppDestroyed(app, now(), name));
  }

  private void routed(AppId app) {
    Waits.on(engine.grid().inEffect(app), Waits.SHORT, "the route of " + app);
  }

  private Instant now() {
    return engine.clock().instant();
  }
}
