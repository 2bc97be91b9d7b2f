package dev.dynogrid.simulation;

import dev.dynogrid.api.model.Arguments;

/**
 * What goes wrong in a simulation.
 *
 * @param hostLosses hosts that are gone with everything on them
 * @param zoneLosses times that all hosts of a failure domain are gone at once
 * @param partitions hosts that cannot be reached for a while, and run on
 * @param hostDrains hosts whose owner wants them back, with notice
 * @param planeCrashes ends of the control plane, at any point, followed by a new one
 * @param clockJumps jumps of its clock by up to a minute, either way
 * @param dynoCrashes dynos that end by themselves
 * @param sicknesses dynos that fail their health path for a while
 * @param lostPercent of the hints of runtimes and hosts that are never heard
 * @param doubledPercent of them that are heard twice
 * @param slowBootPercent of dynos that take half a minute and more to boot
 * @param failedBootPercent of dynos that end while they boot
 */
public record Faults(
    int hostLosses,
    int zoneLosses,
    int partitions,
    int hostDrains,
    int planeCrashes,
    int clockJumps,
    int dynoCrashes,
    int sicknesses,
    double lostPercent,
    double doubledPercent,
    double slowBootPercent,
    double failedBootPercent) {
  /** Nothing goes wrong. */
  public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Checks the ranges. */
  public Faults {
    percent("lost percent", lostPercent);
    percent("doubled percent", doubledPercent);
    percent("slow boot percent", slowBootPercent);
    percent("failed boot percent", failedBootPercent);
  }

  private static void percent(String name, double value) {
    Arguments.check(value >= 0 && value <= 50, name, value, "0 to 50");
  }

  /** A bad day: half of the hosts are lost in its course, and a zone at once. */
  public static Faults aDayOf(int hosts) {
    return new Faults(
        Math.max(1, hosts / 2),
        1,
        Math.max(2, hosts / 10),
        Math.max(1, hosts / 20),
        20,
        20,
        hosts * 2,
        hosts / 2,
        1,
        1,
        1,
        0.5);
  }

  /** As many of each in proportion; at least one of what there is any of. */
  Faults times(double share) {
    return new Faults(
        part(hostLosses, share),
        part(zoneLosses, share),
        part(partitions, share),
        part(hostDrains, share),
        part(planeCrashes, share),
        part(clockJumps, share),
        part(dynoCrashes, share),
        part(sicknesses, share),
        lostPercent,
        doubledPercent,
        slowBootPercent,
        failedBootPercent);
  }

  private static int part(int count, double share) {
    return (int) Math.ceil(count * share);
  }
}
