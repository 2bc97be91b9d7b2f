package dev.dynogrid.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleConsumer;

/**
 * Runs the grid's decisions on virtual time. What decides is the code of production: the planner
 * with its restarts, drains, switches and routes, and the placement policy of the scenario. One
 * simulation uses one thread; any number can run side by side.
 *
 * <pre>{@code
 * SimulationReport report = GridSimulation.run(Scenario.of(1, 200, 20).with(new MyPolicy()));
 * }</pre>
 */
public final class GridSimulation {
  private static final Duration CHECKED_EVERY = Duration.ofMinutes(1);

  private GridSimulation() {}

  /**
   * Runs a scenario to its end.
   *
   * @throws BrokenInvariantException at the first guarantee that does not hold
   */
  public static SimulationReport run(Scenario scenario) {
    return run(scenario, done -> {});
  }

  /**
   * The same.
   *
   * @param progress is told once a simulated minute which part is done, from 0 to 1
   */
  public static SimulationReport run(Scenario scenario, DoubleConsumer progress) {
    return run(scenario, Tampering.NONE, progress);
  }

  static SimulationReport run(Scenario scenario, Tampering tampering, DoubleConsumer progress) {
    long begun = System.nanoTime();
    World world = new World(scenario, tampering);
    Instant end = VirtualTime.START.plus(scenario.length());
    for (Instant next = VirtualTime.START.plus(CHECKED_EVERY);
        !next.isAfter(end);
        next = next.plus(CHECKED_EVERY)) {
      world.time.runUntil(next);
      world.invariants.checkAll();
      progress.accept(
          (double) Duration.between(VirtualTime.START, next).toMillis()
              / scenario.length().toMillis());
    }
    return world.report.report(
        scenario, Duration.ofNanos(System.nanoTime() - begun), world.history);
  }
}
