package dev.dynogrid.api.store;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * The right to act alone, for a time.
 *
 * @param name what is leased
 * @param holder who holds it
 * @param fencing greater with each change of holder: whoever is told to do something refuses
 *     numbers below the greatest that it has seen
 * @param until when it ends unless it is renewed, by the store's clock
 */
public record Lease(String name, UUID holder, long fencing, Instant until) {
  /** Checks that all parts are there. */
  public Lease {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(until, "until");
  }
}
