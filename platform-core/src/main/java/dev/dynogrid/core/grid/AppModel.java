package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the grid keeps of one app. */
final class AppModel extends Alarmed {
  final AppId id;

  /** In the order in which they were asked for. */
  final Map<DynoId, GridDyno> dynos = new LinkedHashMap<>();

  final Map<DynoName, Restarts> restarts = new HashMap<>();

  /** Those who wait for a state of the app. */
  final List<Goal> goals = new ArrayList<>();

  /** Null for an app that is gone. */
  @Nullable Wanted wanted;

  /** What was published last; null before the first. */
  @Nullable AppRoute route;

  /** The version of that; 0 before the first. */
  long routeVersion;

  /** When its traffic may be looked at again; null for at once. */
  @Nullable Instant trafficNotBefore;

  /** Whether the check of its candidate has passed. */
  boolean checked;

  /** Whether it wants a dyno that no host has room for. */
  boolean waitsForRoom;

  AppModel(AppId id) {
    this.id = id;
  }

  AppView view(Wanted of, boolean routeInEffect, boolean mayStart) {
    return new AppView(
        of,
        Collections.unmodifiableCollection(dynos.values()),
        Collections.unmodifiableMap(restarts),
        routeInEffect,
        mayStart);
  }

  void crashed(GridDyno dyno, Instant now, double random) {
    Restarts before = restarts.getOrDefault(dyno.name, Restarts.NONE);
    Duration up = dyno.is(DynoState.UP) ? Duration.between(dyno.since, now) : Duration.ZERO;
    restarts.put(dyno.name, before.crashed(now, up, random));
  }
}
