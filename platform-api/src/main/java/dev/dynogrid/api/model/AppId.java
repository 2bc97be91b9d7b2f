package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of an app. The name of an app may change; this never does.
 *
 * @param value the UUID; names are attributes, this is what records refer to
 */
public record AppId(UUID value) {
  /** Checks that there is a value. */
  public AppId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  public static AppId parse(String text) {
    return new AppId(Arguments.uuid("app id", text));
  }

  /** The UUID in its canonical form, 36 characters. */
  @Override
  public String toString() {
    return value.toString();
  }
}
