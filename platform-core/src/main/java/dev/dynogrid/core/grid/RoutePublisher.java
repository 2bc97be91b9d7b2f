package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RoutingMesh;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the changes of the routes, and sends only what changed. Used on the grid's loop only.
 *
 * <p>Versions begin with the time in microseconds, so that they rise over restarts of the platform
 * without being stored.
 */
final class RoutePublisher {
  private static final long MICROS = 1_000;

  private final RoutingMesh mesh;
  private final Clock clock;
  private final Map<AppId, AppRoute> published = new HashMap<>();
  private final Map<AppId, Long> versions = new HashMap<>();
  private long version;

  RoutePublisher(RoutingMesh mesh, Clock clock) {
    this.mesh = mesh;
    this.clock = clock;
  }

  /** Sends all routes, which replace whatever a node has. */
  void publishAll(List<AppRoute> routes) {
    long next = next();
    mesh.publish(new RouteChange(next, true, routes, Set.of()));
    published.clear();
    routes.forEach(route -> remember(route, next));
  }

  /** Sends those routes that are not what was sent last. */
  void publish(List<AppRoute> routes, Set<AppId> removed) {
    List<AppRoute> changed = new ArrayList<>();
    for (AppRoute route : routes) {
      if (!route.equals(published.get(route.app()))) {
        changed.add(route);
      }
    }
    if (changed.isEmpty() && removed.isEmpty()) {
      return;
    }
    long next = next();
    mesh.publish(new RouteChange(next, false, changed, removed));
    changed.forEach(route -> remember(route, next));
    removed.forEach(published::remove);
    removed.forEach(versions::remove);
  }

  /** Whether no node serves the app by an older route than the last one. */
  boolean isInEffect(AppId app, Instant now) {
    long last = versions.getOrDefault(app, 0L);
    return mesh.nodes().stream().allMatch(node -> node.isPast(last, now));
  }

  private void remember(AppRoute route, long as) {
    published.put(route.app(), route);
    versions.put(route.app(), as);
  }

  private long next() {
    version = Math.max(version + 1, clock.millis() * MICROS);
    return version;
  }
}
