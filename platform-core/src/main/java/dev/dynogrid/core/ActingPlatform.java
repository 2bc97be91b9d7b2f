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

/** A platform as somebody sees it, whose name stands with every change. */
record ActingPlatform(Platform whole, Engine engine, Lifecycle lifecycle, Actor actor)
    implements Platform {
  @Override
  public void start() {
    whole.start();
  }

  @Override
  public PlatformAddresses addresses() {
    return whole.addresses();
  }

  @Override
  public Platform actingAs(Actor other) {
    return new ActingPlatform(whole, engine, lifecycle, other);
  }

  @Override
  public Apps apps() {
    return new AppsFacade(running(), actor);
  }

  @Override
  public Config config() {
    return new ConfigFacade(running(), actor);
  }

  @Override
  public Formations formation() {
    return new FormationsFacade(running(), actor);
  }

  @Override
  public Releases releases() {
    return new ReleasesFacade(running(), actor);
  }

  @Override
  public Dynos dynos() {
    return new DynosFacade(running());
  }

  @Override
  public Domains domains() {
    return new DomainsFacade(running(), actor);
  }

  @Override
  public Logs logs() {
    return new LogsFacade(running());
  }

  @Override
  public Explanations why() {
    return new ExplanationsFacade(running());
  }

  private Engine running() {
    lifecycle.requireRunning();
    return engine;
  }

  @Override
  public Subscription listen(PlatformListener listener) {
    return whole.listen(listener);
  }

  @Override
  public void awaitClose() throws InterruptedException {
    whole.awaitClose();
  }

  @Override
  public void detach() {
    whole.detach();
  }

  @Override
  public void close() {
    whole.close();
  }

  @Override
  public String toString() {
    return engine.config() + ", as " + actor;
  }
}
