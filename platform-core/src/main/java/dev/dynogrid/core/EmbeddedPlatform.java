package dev.dynogrid.core;

import dev.dynogrid.api.Apps;
import dev.dynogrid.api.Config;
import dev.dynogrid.api.Domains;
import dev.dynogrid.api.Dynos;
import dev.dynogrid.api.Explanations;
import dev.dynogrid.api.Formations;
import dev.dynogrid.api.Logs;
import dev.dynogrid.api.Platform;
import dev.dynogrid.api.PlatformAddresses;
import dev.dynogrid.api.PlatformListener;
import dev.dynogrid.api.Releases;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.Subscription;
import javax.inject.Inject;
import javax.inject.Singleton;

/** The platform in this process, as its embedder sees it. */
@Singleton
final class EmbeddedPlatform implements Platform {
  private final Engine engine;
  private final Lifecycle lifecycle;

  @Inject
  EmbeddedPlatform(Engine engine, Lifecycle lifecycle) {
    this.engine = engine;
    this.lifecycle = lifecycle;
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public PlatformAddresses addresses() {
    return lifecycle.addresses();
  }

  @Override
  public Platform actingAs(Actor actor) {
    return new ActingPlatform(this, engine, lifecycle, actor);
  }

  @Override
  public Apps apps() {
    return actingAs(Actor.EMBEDDER).apps();
  }

  @Override
  public Config config() {
    return actingAs(Actor.EMBEDDER).config();
  }

  @Override
  public Formations formation() {
    return actingAs(Actor.EMBEDDER).formation();
  }

  @Override
  public Releases releases() {
    return actingAs(Actor.EMBEDDER).releases();
  }

  @Override
  public Dynos dynos() {
    return actingAs(Actor.EMBEDDER).dynos();
  }

  @Override
  public Domains domains() {
    return actingAs(Actor.EMBEDDER).domains();
  }

  @Override
  public Logs logs() {
    return actingAs(Actor.EMBEDDER).logs();
  }

  @Override
  public Explanations why() {
    return actingAs(Actor.EMBEDDER).why();
  }

  @Override
  public Subscription listen(PlatformListener listener) {
    return engine.events().add(listener);
  }

  @Override
  public void awaitClose() throws InterruptedException {
    lifecycle.awaitClosed();
  }

  @Override
  public void detach() {
    lifecycle.detach();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
