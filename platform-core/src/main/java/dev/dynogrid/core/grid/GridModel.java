package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that a grid knows: apps, their dynos, hosts, routes, and what is to be looked at. */
final class GridModel {
  /** How many of the apps that wait for room are looked at when some becomes free. */
  private static final int WAITING_LOOKED_AT = 8;

  private static final int ENDED_REMEMBERED = 10_000;

  final HostBook hosts;
  final RouteBook routes = new RouteBook();
  final Alarms<AppModel> alarms = new Alarms<>();

  private final Map<AppId, AppModel> apps = new LinkedHashMap<>();
  private final Map<DynoId, GridDyno> dynos = new HashMap<>();

  /** The apps of the dynos that ended last. */
  private final Map<DynoId, AppId> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DynoId, AppId> eldest) {
          return size() > ENDED_REMEMBERED;
        }
      };

  /** Made anew each time: to clear one that was large once costs what it could hold. */
  private Set<AppModel> marked = new LinkedHashSet<>();

  private final Set<AppModel> waitingForRoom = new LinkedHashSet<>();

  /** Hosts that have yet to tell what an earlier run of the platform left on them. */
  final Set<GridHost> silent = new LinkedHashSet<>();

  /** Whether a dyno found no room since somebody has looked. */
  boolean roomIsMissing;

  /** Whether everything is being stopped: nothing is routed or started any more. */
  boolean closing;

  GridModel(HostBook hosts) {
    this.hosts = hosts;
  }

  AppModel app(AppId id) {
    return apps.computeIfAbsent(id, AppModel::new);
  }

  Optional<AppModel> findApp(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  Collection<AppModel> apps() {
    return apps.values();
  }

  void forget(AppModel app) {
    apps.remove(app.id);
    waitingForRoom.remove(app);
    alarms.set(app, Optional.empty());
  }

  /** For those who ask why. */
  void remember(PlatformEvent event) {
    findApp(event.app()).ifPresent(app -> app.remember(event));
  }

  /** The app of a dyno that is or was there; empty if that is forgotten. */
  Optional<AppModel> appOf(DynoId dyno) {
    return Optional.ofNullable(dynos.get(dyno))
        .map(found -> found.app)
        .or(() -> Optional.ofNullable(ended.get(dyno)))
        .flatMap(this::findApp);
  }

  Optional<GridDyno> find(DynoId id) {
    return Optional.ofNullable(dynos.get(id));
  }

  boolean hasDynos() {
    return !dynos.isEmpty();
  }

  void add(GridDyno dyno) {
    dynos.put(dyno.id, dyno);
    app(dyno.app).dynos.put(dyno.id, dyno);
  }

  void remove(GridDyno dyno, Instant now) {
    dynos.remove(dyno.id);
    ended.put(dyno.id, dyno.app);
    app(dyno.app).dynos.remove(dyno.id);
    hosts.left(dyno);
    if (dyno.host != null) {
      dyno.host.departed.put(dyno.id, now);
    }
    lookAtWaiting(WAITING_LOOKED_AT);
  }

  void mark(AppModel app) {
    marked.add(app);
  }

  /** Those that were marked since the last call. */
  List<AppModel> takeMarked() {
    List<AppModel> all = new ArrayList<>(marked);
    marked = new LinkedHashSet<>();
    return all;
  }

  boolean hasMarked() {
    return !marked.isEmpty();
  }

  void waitForRoom(AppModel app, boolean waits) {
    app.waitsForRoom = waits;
    waitingForRoom.remove(app);
    if (waits) {
      roomIsMissing = true;
      waitingForRoom.add(app);
    }
  }

  /** How many dynos wait for room. */
  int waiting() {
    return waitingForRoom.stream().mapToInt(app -> app.withoutRoom).sum();
  }

  /** A host has told, or is given up: once all have, what is missing can be started. */
  void heard(GridHost host) {
    if (silent.remove(host) && silent.isEmpty()) {
      marked.addAll(apps.values());
    }
  }

  /** Room has become free: those look first who have waited longest. */
  void lookAtWaiting(int most) {
    waitingForRoom.stream().limit(most).forEach(marked::add);
  }
}
