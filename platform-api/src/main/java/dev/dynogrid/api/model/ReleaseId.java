package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of a release. The number ({@code v7}) is an attribute that is unique within its app
 * only.
 *
 * @param value the UUID; names are attributes, this is what records refer to
 */
public record ReleaseId(UUID value) {
  /** Checks that there is a value. */
  public ReleaseId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  public static ReleaseId parse(String text) {
    return new ReleaseId(Arguments.uuid("release id", text));
  }

  /** The UUID in its canonical form, 36 characters. */
  @Override
  public String toString() {
    return value.toString();
  }
}
