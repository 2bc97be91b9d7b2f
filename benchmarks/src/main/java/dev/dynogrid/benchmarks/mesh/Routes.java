package dev.dynogrid.benchmarks.mesh;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.benchmarks.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** A route table of 25,000 apps, and what a change of it costs. */
final class Routes {
  private static final int APPS = 25_000;
  private static final int WARM_UPS = 200_000;
  private static final int CHANGES = 100_000;
  private static final double NANOS_A_MICRO = 1e3;
  private static final double TAIL = 0.999;

  private final RoutingMesh mesh;
  private final int origin;
  private final int dynos;
  private final List<AppId> apps = new ArrayList<>();
  private long version;

  /**
   * Routes of a mesh.
   *
   * @param origin the port where every dyno listens
   * @param dynos of each app
   */
  Routes(RoutingMesh mesh, int origin, int dynos) {
    this.mesh = mesh;
    this.origin = origin;
    this.dynos = dynos;
    for (int i = 0; i < APPS; i++) {
      apps.add(new AppId(UUID.randomUUID()));
    }
  }

  void publishAll() {
    List<AppRoute> routes = new ArrayList<>();
    for (int i = 0; i < APPS; i++) {
      routes.add(route(i));
    }
    mesh.publish(new RouteChange(++version, true, routes, Set.of()));
  }

  private AppRoute route(int app) {
    String name = app == 0 ? "bench" : "app-" + app;
    List<RouteTarget> targets = new ArrayList<>();
    for (int dyno = 1; dyno <= dynos; dyno++) {
      targets.add(
          new RouteTarget(
              new DynoId(UUID.randomUUID()),
              DynoName.parse("web." + dyno),
              new ReleaseId(UUID.randomUUID()),
              new Endpoint("127.0.0.1", origin),
              RouteTarget.USUAL_WEIGHT));
    }
    return new AppRoute(
        apps.get(app),
        new AppName(name),
        Set.of(name + ".example.com"),
        AppRoute.Mode.SERVE,
        targets,
        RouteSettings.USUAL);
  }

  /**
   * Gives one app after the other a new dyno: the median and the 99.9th percentile of the time
   * until that is in effect, in microseconds.
   */
  String measure() {
    for (int i = 0; i < WARM_UPS; i++) {
      change(i);
    }
    Samples micros = new Samples();
    for (int i = 0; i < CHANGES; i++) {
      micros.add(change(i));
    }
    return String.format(Locale.ROOT, "%.3f %.3f", micros.median(), micros.percentile(TAIL));
  }

  private double change(int number) {
    AppRoute route = route(1 + number % (APPS - 1));
    RouteChange change = new RouteChange(++version, false, List.of(route), Set.of());
    long start = System.nanoTime();
    mesh.publish(change); // in effect when it returns
    return (System.nanoTime() - start) / NANOS_A_MICRO;
  }
}
