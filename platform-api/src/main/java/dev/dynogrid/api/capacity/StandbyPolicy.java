package dev.dynogrid.api.capacity;

import java.time.Instant;
import java.util.List;

/**
 * Says how many hosts there should be. A pure function of what it is given, so that it also runs in
 * the simulation.
 *
 * <ul>
 *   <li><b>SP-1</b> (MUST) Equal arguments give equal answers; it neither blocks nor reads a clock.
 *   <li><b>SP-2</b> (MUST) The answer is never less than the hosts that the demand itself needs.
 * </ul>
 */
@FunctionalInterface
public interface StandbyPolicy {
  /** No host beyond what the demand needs. */
  StandbyPolicy NONE = (now, history) -> history.get(history.size() - 1).hostsNeeded();

  /**
   * How many hosts should be ready or on their way.
   *
   * @param now the time of the decision
   * @param history the demand of the last hours, oldest first, the present one last; not empty
   */
  int hostsWanted(Instant now, List<Sample> history);

  /**
   * The demand at one time.
   *
   * @param at when
   * @param dynos how many dynos were wanted
   * @param hostsNeeded how many hosts these need
   * @param hostsReady how many hosts were ready
   */
  record Sample(Instant at, int dynos, int hostsNeeded, int hostsReady) {}
}
