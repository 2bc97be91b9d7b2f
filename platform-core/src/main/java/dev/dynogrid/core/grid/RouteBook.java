package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the changes of the routes, collects what changed in a pass, and knows which routes the
 * nodes of the mesh have not yet acknowledged.
 *
 * <p>Versions begin with the time in microseconds, so that they rise over restarts of the platform
 * without being stored.
 */
final class RouteBook {
  private static final long MICROS = 1_000;

  private final List<AppRoute> changed = new ArrayList<>();
  private final Set<AppId> removed = new LinkedHashSet<>();

  /** Those whose last route is not in effect everywhere, by its version. */
  private final Set<AppModel> unsettled = new LinkedHashSet<>();

  /**
   * Null until the first is heard of them: nodes that outlive a platform serve by the routes of the
   * last one.
   */
  private @Nullable List<MeshNode> nodes;

  private boolean complete = true;
  private boolean open;
  private long version;

  /** Takes up a route, if it is not what was published last. */
  void put(AppModel app, AppRoute route, Instant now) {
    if (!route.equals(app.route)) {
      changed.add(route);
      app.route = route;
      app.routeVersion = next(now);
      app.trafficNotBefore = null;
      unsettled.remove(app);
      unsettled.add(app);
    }
  }

  void remove(AppModel app, Instant now) {
    if (app.route != null) {
      app.route = null;
      next(now);
      removed.add(app.id);
      unsettled.remove(app);
    }
  }

  /** All changes until the next flush have one version. */
  private long next(Instant now) {
    if (!open) {
      open = true;
      version = Math.max(version + 1, now.toEpochMilli() * MICROS);
    }
    return version;
  }

  /** The changes since the last call, as one. The first one is a complete one. */
  Optional<RouteChange> flush(Instant now) {
    if (!open && !complete) {
      return Optional.empty();
    }
    RouteChange change = new RouteChange(next(now), complete, changed, removed);
    complete = false;
    open = false;
    changed.clear();
    removed.clear();
    return Optional.of(change);
  }

  /** Whether no node serves the app by an older route than the last one. */
  boolean isInEffect(AppModel app, Instant now) {
    return !unsettled.contains(app) || isPast(app, now);
  }

  private boolean isPast(AppModel app, Instant now) {
    @Nullable List<MeshNode> heard = nodes;
    return heard != null && heard.stream().allMatch(node -> node.isPast(app.routeVersion, now));
  }

  /** Takes up how far the nodes are, and gives those apps whose route has come into effect. */
  void saw(List<MeshNode> now, Instant at, Consumer<AppModel> settled) {
    nodes = now;
    Iterator<AppModel> oldestFirst = unsettled.iterator();
    while (oldestFirst.hasNext()) {
      AppModel app = oldestFirst.next();
      if (!isPast(app, at)) {
        return;
      }
      oldestFirst.remove();
      settled.accept(app);
    }
  }

  /** When the first of the nodes that are behind stops serving, if it does. */
  Optional<Instant> firstFence() {
    @Nullable List<MeshNode> heard = nodes;
    return (heard == null ? List.<MeshNode>of() : heard)
        .stream()
            .filter(node -> node.acknowledged() < version)
            .flatMap(node -> node.leaseUntil().stream())
            .min(Instant::compareTo)
            .map(lease -> lease.plusMillis(1));
  }
}
