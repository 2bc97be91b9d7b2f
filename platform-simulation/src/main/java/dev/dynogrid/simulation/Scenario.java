package dev.dynogrid.simulation;

import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.core.capacity.SpreadThenPack;
import dev.dynogrid.core.grid.GridTimes;
import java.time.Duration;
import java.util.Objects;

/**
 * What is simulated. Counts of faults and changes are for the whole length, and come at random
 * times. Equal scenarios have equal histories, to the last action.
 *
 * @param seed all chance comes from it
 * @param apps how many apps
 * @param dynos how many dynos they want together, when all are awake; at least one an app
 * @param hosts how many hosts, in {@code zones} failure domains
 * @param zones failure domains
 * @param length simulated time
 * @param faults what goes wrong
 * @param deploys releases of apps; a few of them do not boot
 * @param scalings changes of formations
 * @param placement the policy that chooses hosts
 * @param times of the grid
 */
public record Scenario(
    long seed,
    int apps,
    int dynos,
    int hosts,
    int zones,
    Duration length,
    Faults faults,
    int deploys,
    int scalings,
    PlacementPolicy placement,
    GridTimes times) {
  private static final int DYNOS_PER_TEN_APPS = 24;

  /** Checks the ranges. */
  public Scenario {
    Arguments.within("apps", apps, 1, 1_000_000);
    Arguments.check(dynos >= apps, "dynos", dynos, "at least as many as apps");
    Arguments.within("zones", zones, 1, hosts);
    Arguments.within("hosts", hosts, 2, 100_000);
    Arguments.check(length.toMinutes() >= 1, "length", length, "1 minute or more");
    Objects.requireNonNull(faults, "faults");
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(times, "times");
  }

  /** A day of a platform of this size, with as many faults and changes as suit it. */
  public static Scenario of(long seed, int apps, int hosts) {
    Faults faults = Faults.aDayOf(hosts);
    return new Scenario(
        seed,
        apps,
        apps * DYNOS_PER_TEN_APPS / 10,
        hosts,
        Math.min(5, hosts),
        Duration.ofDays(1),
        faults,
        Math.max(1, apps / 5),
        Math.max(1, apps / 25),
        new SpreadThenPack(),
        relaxed());
  }

  /** The usual times, but that lists, which cost a simulation most, come once a minute. */
  private static GridTimes relaxed() {
    GridTimes usual = GridTimes.USUAL;
    return new GridTimes(
        usual.bootTimeout(),
        usual.jvmBootTimeout(),
        usual.errorPatience(),
        usual.workerUp(),
        usual.stopGrace(),
        usual.bootProbe(),
        usual.healthProbe(),
        usual.sickPatience(),
        usual.cycleAfter(),
        usual.cycleSpread(),
        usual.hostPatience(),
        Duration.ofMinutes(1));
  }

  /** This scenario for another length, with faults and changes in proportion. */
  public Scenario lasting(Duration other) {
    double share = (double) other.toMillis() / length.toMillis();
    return new Scenario(
        seed,
        apps,
        dynos,
        hosts,
        zones,
        other,
        faults.times(share),
        (int) Math.ceil(deploys * share),
        (int) Math.ceil(scalings * share),
        placement,
        times);
  }

  /** This scenario with other faults. */
  public Scenario with(Faults other) {
    return new Scenario(
        seed, apps, dynos, hosts, zones, length, other, deploys, scalings, placement, times);
  }

  /** This scenario with another policy. */
  public Scenario with(PlacementPolicy other) {
    return new Scenario(
        seed, apps, dynos, hosts, zones, length, faults, deploys, scalings, other, times);
  }
}
