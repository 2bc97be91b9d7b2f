package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of one attempt to get hosts. Written down before the provider is asked, so that a
 * crash in between neither leaks nor doubles a host.
 *
 * @param value the UUID; names are attributes, this is what records refer to
 */
public record LaunchId(UUID value) {
  /** Checks that there is a value. */
  public LaunchId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  public static LaunchId parse(String text) {
    return new LaunchId(Arguments.uuid("launch id", text));
  }

  /** The UUID in its canonical form, 36 characters. */
  @Override
  public String toString() {
    return value.toString();
  }
}
