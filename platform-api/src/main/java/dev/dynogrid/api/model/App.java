package dev.dynogrid.api.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An app as it was when it was asked for.
 *
 * @param id never changes
 * @param name unique within the platform; may change
 * @param formation how many dynos of each type are wanted
 * @param domains host names that are served beside {@code <name>.<domain>}, in lower case
 * @param maintenance whether requests are answered with the maintenance page (H80)
 * @param buildpacks what compiles it, in this order, see {@link
 *     dev.dynogrid.api.Apps#setBuildpacks}; empty if that is left to the app and the platform
 * @param idleAfter how long there may be no request before its web dynos are stopped, until the
 *     next one; empty if they always run
 * @param currentRelease the newest succeeded release; empty before the first
 * @param createdAt when it was created
 */
public record App(
    AppId id,
    AppName name,
    Formation formation,
    Set<String> domains,
    boolean maintenance,
    List<String> buildpacks,
    Optional<Duration> idleAfter,
    Optional<ReleaseId> currentRelease,
    Instant createdAt) {
  private static final Duration LEAST_IDLE = Duration.ofSeconds(1);
  private static final Duration MOST_IDLE = Duration.ofDays(30);

  /** Checks and takes copies. */
  public App {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(formation, "formation");
    idleAfter.ifPresent(
        after ->
            Arguments.check(
                after.compareTo(LEAST_IDLE) >= 0 && after.compareTo(MOST_IDLE) <= 0,
                "idle after",
                after,
                "1 second to 30 days"));
    Objects.requireNonNull(currentRelease, "currentRelease");
    Objects.requireNonNull(createdAt, "createdAt");
    domains = Set.copyOf(domains);
    buildpacks = List.copyOf(buildpacks);
  }
}
