package dev.dynogrid.core.capacity;

import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.model.Arguments;
import java.time.Instant;
import java.util.List;

/**
 * A part of what the demand needs on top of it, rounded up.
 *
 * @param percent of the hosts needed
 * @param least hosts on top at least
 */
public record PercentageStandby(int percent, int least) implements StandbyPolicy {
  private static final int WHOLE = 100;

  /** Checks the ranges. */
  public PercentageStandby {
    Arguments.within("standby percent", percent, 0, 1_000);
    Arguments.within("least standby hosts", least, 0, 1_000);
  }

  @Override
  public int hostsWanted(Instant now, List<Sample> history) {
    int needed = history.get(history.size() - 1).hostsNeeded();
    return needed + Math.max(least, (needed * percent + WHOLE - 1) / WHOLE);
  }
}
