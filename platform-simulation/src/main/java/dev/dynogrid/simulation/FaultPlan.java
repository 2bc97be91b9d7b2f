package dev.dynogrid.simulation;

import dev.dynogrid.api.model.ProcessType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** When what goes wrong. */
final class FaultPlan {
  private static final Duration SHORTEST_CUT = Duration.ofSeconds(5);
  private static final Duration LONGEST_CUT = Duration.ofMinutes(5);
  private static final int MOST_ACTIONS = 40;

  private final World world;
  private final Chance chance;

  FaultPlan(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  void plan() {
    Faults faults = world.scenario.faults();
    world.time.after(Duration.ZERO, world.plane::begin);
    times(faults.hostLosses(), () -> world.lose(host()));
    times(faults.zoneLosses(), this::loseZone);
    times(
        faults.partitions(), () -> world.cutOff(host(), chance.between(SHORTEST_CUT, LONGEST_CUT)));
    times(faults.hostDrains(), () -> world.drain(host()));
    times(faults.planeCrashes(), () -> world.plane.crashAfter(chance.below(MOST_ACTIONS)));
    times(
        faults.clockJumps(),
        () -> world.plane.jump(Duration.ofSeconds(chance.random().nextLong(-60, 61))));
    times(faults.dynoCrashes(), () -> dyno(dyno -> true, dyno -> world.exit(dyno, 1)));
    times(
        faults.sicknesses(),
        () ->
            dyno(
                dyno -> dyno.spec.name().type().equals(ProcessType.WEB),
                dyno -> world.sicken(dyno, chance.millis(5_000, 180_000))));
  }

  private void times(int count, Runnable fault) {
    for (int i = 0; i < count; i++) {
      world.time.at(
          VirtualTime.START.plus(chance.between(Duration.ZERO, world.scenario.length())), fault);
    }
  }

  private SimulatedHost host() {
    return chance.oneOf(new ArrayList<>(world.hosts.values()));
  }

  private void loseZone() {
    String zone = host().host.failureDomain();
    List.copyOf(world.hosts.values()).stream()
        .filter(host -> host.host.failureDomain().equals(zone))
        .forEach(world::lose);
  }

  private void dyno(Predicate<SimulatedDyno> which, Consumer<SimulatedDyno> fault) {
    List<SimulatedDyno> dynos =
        host().dynos.values().stream().filter(SimulatedDyno::isAnswering).filter(which).toList();
    if (!dynos.isEmpty()) {
      fault.accept(chance.oneOf(dynos));
    }
  }
}
