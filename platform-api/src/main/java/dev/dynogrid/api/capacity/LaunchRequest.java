package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.LaunchId;
import java.time.Instant;
import java.util.Objects;

/**
 * One attempt to get hosts.
 *
 * @param id its identity, stored before the provider is asked
 * @param count how many hosts, 1 or more; the provider may get fewer
 * @param joinDeadline a host that is not ready by then is given up
 */
public record LaunchRequest(LaunchId id, int count, Instant joinDeadline) {
  /** Checks the parts. */
  public LaunchRequest {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(joinDeadline, "joinDeadline");
    Arguments.within("hosts of a launch", count, 1, 1000);
  }
}
