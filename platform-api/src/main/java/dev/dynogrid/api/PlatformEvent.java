package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a platform, and that is durable if it is a change of what is wanted.
 */
public sealed interface PlatformEvent {
  /** Whose it is. */
  AppId app();

  /** When it happened. */
  Instant at();

  /** An app was created. */
  record AppCreated(AppId app, Instant at, AppName name) implements PlatformEvent {}

  /** An app has another name. */
  record AppRenamed(AppId app, Instant at, AppName from, AppName to) implements PlatformEvent {}

  /** An app was destroyed. */
  record AppDestroyed(AppId app, Instant at, AppName name) implements PlatformEvent {}

  /** The maintenance mode was turned on or off. */
  record MaintenanceChanged(AppId app, Instant at, boolean on) implements PlatformEvent {}

  /** An app is compiled by others from its next deploy on. */
  record BuildpacksChanged(AppId app, Instant at, List<String> buildpacks)
      implements PlatformEvent {}

  /** The host names of an app are others. */
  record DomainsChanged(AppId app, Instant at) implements PlatformEvent {}

  /** An app is to idle after another time without a request, or no more. */
  record IdleAfterChanged(AppId app, Instant at, Optional<Duration> after)
      implements PlatformEvent {}

  /** Another formation is wanted. */
  record FormationChanged(AppId app, Instant at, Formation formation) implements PlatformEvent {}

  /** A release was decided: it succeeded or failed, as its status says. */
  record ReleaseDecided(AppId app, Instant at, Release release) implements PlatformEvent {}

  /**
   * A dyno came into another state.
   *
   * @param app whose it is
   * @param at when
   * @param dyno the dyno as it is now
   * @param from the state that it was in; equal to the present one for a new dyno
   * @param reason why, for people
   */
  record DynoChanged(AppId app, Instant at, Dyno dyno, DynoState from, String reason)
      implements PlatformEvent {}

  /**
   * A web dyno that is up gets no requests, since it fails its health path, or gets them again.
   *
   * @param healthy whether it gets requests
   * @param answer what it was answered last, for people: {@code GET / answered 500}
   */
  record DynoHealthChanged(AppId app, Instant at, Dyno dyno, boolean healthy, String answer)
      implements PlatformEvent {}

  /**
   * A dyno that is wanted cannot be started yet.
   *
   * @param until when it will be; empty if that depends on something else than time
   * @param reason what it waits for, for people
   */
  record DynoWaits(AppId app, Instant at, DynoName dyno, Optional<Instant> until, String reason)
      implements PlatformEvent {}

  /**
   * The web dynos of an app are stopped, and started again by the next request.
   *
   * @param quiet how long there was no request
   */
  record AppIdled(AppId app, Instant at, Duration quiet) implements PlatformEvent {}

  /**
   * A request has woken an app that idled. The parts follow one another.
   *
   * @param start from the request to the runtime's acceptance of the dyno
   * @param boot until it listened
   * @param health until it was healthy
   * @param route until requests could reach it
   */
  record AppWoken(
      AppId app, Instant at, Duration start, Duration boot, Duration health, Duration route)
      implements PlatformEvent {
    /** From the request that woke it until requests could reach it. */
    public Duration total() {
      return start.plus(boot).plus(health).plus(route);
    }
  }
}
