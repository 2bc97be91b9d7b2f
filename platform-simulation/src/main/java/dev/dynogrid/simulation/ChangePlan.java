package dev.dynogrid.simulation;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.core.grid.GridRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people want: deploys, a third of them in a storm, and other formations. */
final class ChangePlan {
  private static final double BAD_PERCENT = 4;
  private static final int STORM_PART = 3;
  private static final Duration STORM = Duration.ofMinutes(10);
  private static final int MOST_WEB = 12;

  private final World world;
  private final Chance chance;
  private final List<SimulatedApp> apps;

  ChangePlan(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
    this.apps = new ArrayList<>(world.apps.values());
  }

  void plan() {
    Scenario scenario = world.scenario;
    Duration length = scenario.length();
    Instant storm = VirtualTime.START.plus(chance.between(Duration.ZERO, length.dividedBy(2)));
    for (int i = 0; i < scenario.deploys(); i++) {
      Instant at =
          i % STORM_PART == 0
              ? storm.plus(chance.between(Duration.ZERO, STORM))
              : VirtualTime.START.plus(chance.between(Duration.ZERO, length));
      world.time.at(at, () -> deploy(chance.oneOf(apps)));
    }
    for (int i = 0; i < scenario.scalings(); i++) {
      world.time.at(
          VirtualTime.START.plus(chance.between(Duration.ZERO, length)),
          () -> scale(chance.oneOf(apps)));
    }
  }

  private void deploy(SimulatedApp app) {
    if (!world.plane.isUp() || app.candidate != null) {
      return;
    }
    Release release =
        Population.release(
            world,
            chance,
            app.app.id(),
            app.current.version() + 1,
            app.current.slug().has(Population.WORKER));
    if (chance.percent(BAD_PERCENT)) {
      world.bad(release);
    }
    world.report.deploys++;
    app.candidate = release;
    app.disturbed(world.time.now());
    world.plane.ask(
        number -> new GridRequest.Check(number, release),
        problem -> {
          if (problem.isEmpty()) {
            accept(app, release);
          } else {
            drop(app, release);
          }
        });
  }

  private void accept(SimulatedApp app, Release release) {
    app.candidate = null;
    app.current = release;
    app.disturbed(world.time.now());
    world.succeeded(release);
    put(app, app.app.formation(), release.id());
    world.plane.ask(number -> new GridRequest.Accept(number, release), problem -> {});
  }

  private void drop(SimulatedApp app, Release release) {
    world.report.failedDeploys++;
    app.candidate = null;
    app.disturbed(world.time.now());
    world.plane.request(new GridRequest.Drop(app.app.id(), release.id()));
  }

  private void scale(SimulatedApp app) {
    if (world.plane.isUp()) {
      app.disturbed(world.time.now());
      int web = chance.below(MOST_WEB);
      put(app, app.app.formation().with(Map.of(ProcessType.WEB, web)), app.current.id());
    }
  }

  private void put(SimulatedApp app, Formation formation, ReleaseId current) {
    App before = app.app;
    app.app =
        new App(
            before.id(),
            before.name(),
            formation,
            before.domains(),
            before.maintenance(),
            before.buildpacks(),
            before.idleAfter(),
            Optional.of(current),
            before.createdAt());
    world.plane.want(before.id());
  }
}
