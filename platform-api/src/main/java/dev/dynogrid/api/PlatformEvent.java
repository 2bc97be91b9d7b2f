package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.Release;
import java.time.Instant;
import java.util.List;

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
}
