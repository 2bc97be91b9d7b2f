package dev.dynogrid.simulation;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An app as it is stored, and as the world knows it. */
final class SimulatedApp {
  /** Mean time between two requests. */
  final Duration pause;

  final Map<DynoId, SimulatedDyno> dynos = new LinkedHashMap<>();
  App app;
  Release current;

  /** What is being checked; null without. */
  @Nullable Release candidate;

  /** When something last happened to it that takes time to make good. */
  Instant disturbedAt;

  /** When its last request came, as far as anybody has looked. */
  Instant lastRequest;

  /** When the first request that still waits came; null if none waits. */
  @Nullable Instant waitingSince;

  /** The last start of each name. */
  final Map<DynoName, Started> started = new HashMap<>();

  /** A start that was decided. */
  record Started(DynoId dyno, ReleaseId release, SimulatedHost host, Instant at) {}

  /** Whether a request is on its way to an app that sleeps. */
  boolean demandPlanned;

  SimulatedApp(App app, Release current, Duration pause, Instant now) {
    this.app = app;
    this.current = current;
    this.pause = pause;
    this.disturbedAt = now;
    this.lastRequest = now;
  }

  int wanted(ProcessType type) {
    return current.slug().has(type) ? app.formation().count(type) : 0;
  }

  boolean mayIdle() {
    return app.idleAfter().isPresent();
  }

  void disturbed(Instant now) {
    disturbedAt = now;
  }

  @Override
  public String toString() {
    return app.name() + " " + current.label() + " " + app.formation();
  }
}
