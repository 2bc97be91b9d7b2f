package dev.dynogrid.simulation;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The hosts and apps that there are at first: few apps get most of the requests and dynos. */
final class Population {
  static final ProcessType WORKER = new ProcessType("worker");

  private static final double SHAPE = 1.2;
  private static final int MOST_WEB = 60;
  private static final double WORKER_PERCENT = 20;
  private static final double IDLING_PERCENT = 40;
  private static final Duration IDLE_AFTER = Duration.ofMinutes(30);
  private static final Duration RAREST = Duration.ofHours(6);
  private static final String SLUG = "0".repeat(64);
  private static final Map<ProcessType, String> WEB = Map.of(ProcessType.WEB, "serve");
  private static final Map<ProcessType, String> BOTH =
      Map.of(ProcessType.WEB, "serve", WORKER, "work");

  private final World world;
  private final Chance chance;

  Population(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  void populate() {
    Scenario scenario = world.scenario;
    for (int i = 0; i < scenario.hosts(); i++) {
      world.add("zone" + i % scenario.zones());
    }
    int left = scenario.dynos() - scenario.apps();
    for (int i = 0; i < scenario.apps(); i++) {
      double size = chance.pareto(SHAPE);
      boolean worker = left > 0 && chance.percent(WORKER_PERCENT);
      left -= worker ? 1 : 0;
      int appsLeft = scenario.apps() - i;
      int more = (int) Math.min(Math.min(left, MOST_WEB), Math.round(size * left / appsLeft / 4));
      left -= more;
      add("app-" + i, 1 + more, worker, size);
    }
  }

  private void add(String name, int web, boolean worker, double size) {
    AppId id = new AppId(chance.uuid());
    Release first = release(world, chance, id, 1, worker);
    world.succeeded(first);
    Optional<Duration> idle =
        web == 1 && chance.percent(IDLING_PERCENT) ? Optional.of(IDLE_AFTER) : Optional.empty();
    Duration pause = Duration.ofMillis((long) Math.max(1, RAREST.toMillis() / Math.pow(size, 3)));
    App app =
        new App(
            id,
            new AppName(name),
            new Formation(
                worker ? Map.of(ProcessType.WEB, web, WORKER, 1) : Map.of(ProcessType.WEB, web)),
            Set.of(),
            false,
            List.of(),
            idle,
            Optional.of(first.id()),
            world.time.now());
    world.apps.put(id, new SimulatedApp(app, first, pause, world.time.now()));
  }

  static Release release(World world, Chance chance, AppId app, int version, boolean worker) {
    Instant now = world.time.now();
    return new Release(
        new ReleaseId(chance.uuid()),
        app,
        version,
        ReleaseStatus.SUCCEEDED,
        new Slug(
            new SlugId(SLUG),
            1,
            "Ruby",
            "simulated",
            "/app",
            worker ? BOTH : WEB,
            Map.of(),
            HealthCheck.ROOT,
            ""),
        ConfigVars.EMPTY,
        "Deploy",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now,
        Actor.PLATFORM);
  }
}
