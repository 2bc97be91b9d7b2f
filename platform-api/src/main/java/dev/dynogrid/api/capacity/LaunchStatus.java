package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.LaunchId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a launch so far.
 *
 * @param id the launch
 * @param wanted how many hosts were asked for
 * @param obtained how many hosts came of it
 * @param failure why no more will come; empty while some may
 * @param since when this became so
 */
public record LaunchStatus(
    LaunchId id, int wanted, int obtained, Optional<String> failure, Instant since) {
  /** Checks that all parts are there. */
  public LaunchStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(since, "since");
  }
}
