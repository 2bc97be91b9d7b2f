package dev.dynogrid.api.service;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A service as its provider sees it.
 *
 * @param id its identity
 * @param plan the plan
 * @param state how far it is
 * @param since when it came into this state
 */
public record ServiceStatus(UUID id, String plan, State state, Instant since) {
  /** The life of a service. */
  public enum State {
    /** Not ready yet. */
    PROVISIONING,
    /** Apps can be attached and reach it. */
    READY,
    /** There, and not reachable. */
    UNAVAILABLE,
    /** Was given back. */
    DEPROVISIONING
  }

  /** Checks that all parts are there. */
  public ServiceStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
  }
}
