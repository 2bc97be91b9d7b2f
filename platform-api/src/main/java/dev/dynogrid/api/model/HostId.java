package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of a host. Chosen by the capacity provider that made the host, and stable over
 * restarts of the platform.
 *
 * @param value the UUID; names are attributes, this is what records refer to
 */
public record HostId(UUID value) {
  /** Checks that there is a value. */
  public HostId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  public static HostId parse(String text) {
    return new HostId(Arguments.uuid("host id", text));
  }

  /** The UUID in its canonical form, 36 characters. */
  @Override
  public String toString() {
    return value.toString();
  }
}
