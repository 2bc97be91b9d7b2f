package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the grid keeps of one app. */
final class AppModel extends Alarmed {
  private static final int MOST_REMEMBERED = 32;

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

  /** What is known of its requests. */
  Activity activity = Activity.at(Instant.MIN);

  /** Set from the request that wakes it until it is routed; else null. */
  @Nullable Wake wake;

  /** What happened last, oldest first. */
  private final Deque<PlatformEvent> history = new ArrayDeque<>();

  /** Whether the check of its candidate has passed. */
  boolean checked;

  /** How many dynos it wants that no host has room for. */
  int withoutRoom;

  /** Whether it wants a dyno that no host has room for. */
  boolean waitsForRoom;

  AppModel(AppId id) {
    this.id = id;
  }

  boolean isAsleep() {
    return wanted != null && wanted.asleep();
  }

  /** Its web dynos are to run, and are given their time before it may idle again. */
  void awake(Instant now) {
    activity = Activity.at(now);
    if (wanted != null && wanted.asleep()) {
      wanted = wanted.asleep(false);
    }
  }

  void remember(PlatformEvent event) {
    if (history.size() == MOST_REMEMBERED) {
      history.removeFirst();
    }
    history.add(event);
  }

  List<PlatformEvent> history() {
    return List.copyOf(history);
  }

  AppView view(Wanted of, boolean routeInEffect, boolean mayStart) {
    return new AppView(
        of,
        Collections.unmodifiableCollection(dynos.values()),
        Collections.unmodifiableMap(restarts),
        activity,
        routeInEffect,
        mayStart);
  }

  Restarts crashed(GridDyno dyno, Instant now, double random) {
    Restarts before = restarts.getOrDefault(dyno.name, Restarts.NONE);
    Duration up = dyno.is(DynoState.UP) ? Duration.between(dyno.since, now) : Duration.ZERO;
    Restarts after = before.crashed(now, up, random);
    restarts.put(dyno.name, after);
    return after;
  }
}
