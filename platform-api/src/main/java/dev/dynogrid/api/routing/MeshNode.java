package dev.dynogrid.api.routing;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A node of the mesh.
 *
 * @param name for people
 * @param acknowledged the version that it serves by; 0 before the first
 * @param leaseUntil when it stops serving unless it hears from the platform; empty for a node in
 *     the platform's own process
 */
public record MeshNode(String name, long acknowledged, Optional<Instant> leaseUntil) {
  /** Checks that all parts are there. */
  public MeshNode {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(leaseUntil, "leaseUntil");
  }

  /** Whether no request can be served by a version before {@code version} any more. */
  public boolean isPast(long version, Instant now) {
    return acknowledged >= version || leaseUntil.map(now::isAfter).orElse(false);
  }
}
