package dev.dynogrid.simulation;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.core.grid.GridObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of a mesh, which outlive the control plane. Requests are rates; single ones only where they
 * wait for an app that idles, or are the last ones to a dyno that leaves.
 */
final class SimulatedMesh {
  private static final int NODES = 2;
  private static final double SLOW_PERCENT = 1;
  private static final double LONG_REQUEST_PERCENT = 2;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final World world;
  private final Chance chance;
  private final List<Node> nodes = new ArrayList<>();

  /** A node, which applies changes one after the other. */
  private static final class Node {
    final String name;
    final Map<AppId, AppRoute> routes = new HashMap<>();
    long version;
    Instant freeAt = Instant.MIN;

    Node(String name) {
      this.name = name;
    }
  }

  SimulatedMesh(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
    for (int i = 1; i <= NODES; i++) {
      nodes.add(new Node("mesh" + i));
    }
  }

  GridObservation seen() {
    return new GridObservation.NodesSeen(
        nodes.stream()
            .map(node -> new MeshNode(node.name, node.version, Optional.empty()))
            .toList());
  }

  void publish(RouteChange change) {
    for (Node node : nodes) {
      Duration slow = chance.percent(SLOW_PERCENT) ? chance.millis(100, 2_000) : Duration.ZERO;
      Instant at = world.time.now().plus(chance.millis(1, 20)).plus(slow);
      node.freeAt = at.isAfter(node.freeAt) ? at : node.freeAt.plusMillis(1);
      world.time.at(node.freeAt, () -> apply(node, change));
    }
    world.plane.observe(seen());
  }

  private void apply(Node node, RouteChange change) {
    world.invariants.published(change, node.version);
    node.version = Math.max(node.version, change.version());
    for (AppRoute route : change.routes()) {
      replace(node, route.app(), route);
    }
    Set<AppId> gone = new HashSet<>(change.removed());
    if (change.complete()) {
      gone.addAll(node.routes.keySet());
      change.routes().forEach(route -> gone.remove(route.app()));
    }
    gone.stream()
        .sorted(Comparator.comparing(AppId::value))
        .forEach(app -> replace(node, app, null));
    world.plane.observe(seen());
  }

  private void replace(Node node, AppId app, @Nullable AppRoute now) {
    @Nullable AppRoute before = now == null ? node.routes.remove(app) : node.routes.put(app, now);
    List<RouteTarget> old = before == null ? List.of() : before.targets();
    List<RouteTarget> fresh = now == null ? List.of() : now.targets();
    world.invariants.rerouted(world.app(app), old, fresh, now);
    for (RouteTarget target : fresh) {
      if (old.stream().noneMatch(other -> other.dyno().equals(target.dyno()))) {
        world.dyno(target.dyno()).ifPresent(this::entered);
      }
    }
    for (RouteTarget target : old) {
      if (fresh.stream().noneMatch(other -> other.dyno().equals(target.dyno()))) {
        world.dyno(target.dyno()).ifPresent(this::left);
      }
    }
    if (node == nodes.get(0) && now != null) {
      waitOrServe(world.app(app), now.mode());
    }
  }

  private void entered(SimulatedDyno dyno) {
    dyno.routedBy++;
    dyno.leftRouteAt = null;
    dyno.drainedAt = null;
  }

  /** Its last request may take as long as its client wants. */
  private void left(SimulatedDyno dyno) {
    if (--dyno.routedBy > 0) {
      return;
    }
    Instant now = world.time.now();
    Duration last =
        chance.percent(LONG_REQUEST_PERCENT)
            ? chance.between(Duration.ofSeconds(5), Duration.ofSeconds(60))
            : chance.millis(0, 200);
    dyno.leftRouteAt = now;
    dyno.drainedAt = dyno.isAnswering() ? now.plus(last) : now;
    world.time.at(dyno.drainedAt, () -> world.hint(new GridObservation.Drained(dyno.spec.id())));
  }

  /** To an app that idles, requests come one by one. */
  private void waitOrServe(SimulatedApp app, AppRoute.Mode mode) {
    if (mode == AppRoute.Mode.SERVE) {
      app.waitingSince = null;
    } else if (mode == AppRoute.Mode.HOLD && app.mayIdle() && !app.demandPlanned) {
      app.demandPlanned = true;
      world.time.after(chance.exponential(app.pause), () -> ask(app));
    }
  }

  private void ask(SimulatedApp app) {
    app.demandPlanned = false;
    @Nullable AppRoute route = nodes.get(0).routes.get(app.app.id());
    app.lastRequest = world.time.now();
    if (route != null && route.mode() == AppRoute.Mode.HOLD) {
      if (app.waitingSince == null) {
        app.waitingSince = world.time.now();
      }
      app.demandPlanned = true;
      world.time.after(ASK_AGAIN, () -> ask(app));
      world.plane.observe(new GridObservation.Demanded(app.app.id()));
    }
  }

  AppTraffic traffic(SimulatedApp app) {
    Instant now = world.time.now();
    Map<DynoId, Integer> inFlight = new HashMap<>();
    boolean busy = app.pause.compareTo(BUSY) < 0;
    for (SimulatedDyno dyno : app.dynos.values()) {
      boolean last = dyno.drainedAt != null && dyno.drainedAt.isAfter(now);
      if (last || (busy && dyno.routedBy > 0)) {
        inFlight.put(dyno.spec.id(), 1);
      }
    }
    Instant request = now.minus(chance.exponential(app.pause));
    app.lastRequest = request.isAfter(app.lastRequest) ? request : app.lastRequest;
    return new AppTraffic(
        inFlight, app.waitingSince == null ? 0 : 1, Map.of(), Optional.of(app.lastRequest));
  }

  /** The routes of an app, one a node that has any. */
  List<AppRoute> routes(AppId app) {
    List<AppRoute> routes = new ArrayList<>(NODES);
    for (Node node : nodes) {
      @Nullable AppRoute route = node.routes.get(app);
      if (route != null) {
        routes.add(route);
      }
    }
    return routes;
  }
}
