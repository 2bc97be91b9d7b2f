package dev.dynogrid.simulation;

import dev.dynogrid.api.PlatformEvent;
import java.time.Duration;

/**
 * What came of a simulation in which every guarantee held.
 *
 * @param seed what it came from
 * @param simulated how much time passed in it
 * @param took how much time it took
 * @param actions how many actions the grid wanted done
 * @param starts of dynos
 * @param stops of dynos
 * @param deploys releases that were tried
 * @param failedDeploys those of them that did not start
 * @param wakes apps that a request woke
 * @param longestWake the slowest of these
 * @param hostLosses hosts that were lost, those of lost zones included
 * @param partitions hosts that were cut off for a while
 * @param planeCrashes ends of the control plane
 * @param lostHints hints that were never heard
 * @param digest equal for equal histories
 */
public record SimulationReport(
    long seed,
    Duration simulated,
    Duration took,
    long actions,
    long starts,
    long stops,
    long deploys,
    long failedDeploys,
    long wakes,
    Duration longestWake,
    long hostLosses,
    long partitions,
    long planeCrashes,
    long lostHints,
    long digest) {

  /** What is counted while it runs. */
  static final class Counts {
    long starts;
    long stops;
    long deploys;
    long failedDeploys;
    long wakes;
    Duration longestWake = Duration.ZERO;
    long hostLosses;
    long partitions;
    long drains;
    long planeCrashes;
    long lostHints;
    int hosts;

    void woken(PlatformEvent.AppWoken woken) {
      wakes++;
      longestWake = woken.total().compareTo(longestWake) > 0 ? woken.total() : longestWake;
    }

    SimulationReport report(Scenario scenario, Duration took, History history) {
      return new SimulationReport(
          scenario.seed(),
          scenario.length(),
          took,
          history.count(),
          starts,
          stops,
          deploys,
          failedDeploys,
          wakes,
          longestWake,
          hostLosses,
          partitions,
          planeCrashes,
          lostHints,
          history.digest());
    }
  }

  /** One line. */
  @Override
  public String toString() {
    return "seed "
        + seed
        + ": "
        + simulated.toMinutes()
        + " min in "
        + took.toMillis()
        + " ms, "
        + actions
        + " actions, "
        + starts
        + " starts, "
        + stops
        + " stops, "
        + deploys
        + " deploys ("
        + failedDeploys
        + " failed), "
        + wakes
        + " wakes (longest "
        + longestWake.toMillis()
        + " ms), "
        + hostLosses
        + " hosts lost, "
        + partitions
        + " cut off, "
        + planeCrashes
        + " control planes lost, "
        + lostHints
        + " hints lost, digest "
        + Long.toHexString(digest);
  }
}
