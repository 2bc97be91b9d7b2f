package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of one run of a compiler. Ties the output, the workspace and the child processes of
 * a build together.
 *
 * @param value the UUID; names are attributes, this is what records refer to
 */
public record BuildId(UUID value) {
  /** Checks that there is a value. */
  public BuildId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  public static BuildId parse(String text) {
    return new BuildId(Arguments.uuid("build id", text));
  }

  /** The UUID in its canonical form, 36 characters. */
  @Override
  public String toString() {
    return value.toString();
  }
}
