package dev.dynogrid.api.model;

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
    Optional<ReleaseId> currentRelease,
    Instant createdAt) {
  /** Checks and takes copies. */
  public App {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(formation, "formation");
    Objects.requireNonNull(currentRelease, "currentRelease");
    Objects.requireNonNull(createdAt, "createdAt");
    domains = Set.copyOf(domains);
    buildpacks = List.copyOf(buildpacks);
  }
}
