package dev.dynogrid.core.capacity;

import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.model.Arguments;
import java.time.Instant;
import java.util.List;

/**
 * Always so many hosts more than the demand needs.
 *
 * @param hosts how many
 */
public record FixedStandby(int hosts) implements StandbyPolicy {
  /** Checks the range. */
  public FixedStandby {
    Arguments.within("standby hosts", hosts, 0, 1_000);
  }

  @Override
  public int hostsWanted(Instant now, List<Sample> history) {
    return history.get(history.size() - 1).hostsNeeded() + hosts;
  }
}
