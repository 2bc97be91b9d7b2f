package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of a dyno. Two dynos named {@code web.1} live at once during a switch; their ids
 * differ.
 *
 * @param value the UUID; names are attributes, this is what records refer to
 */
public record DynoId(UUID value) {
  /** Checks that there is a value. */
  public DynoId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  public static DynoId parse(String text) {
    return new DynoId(Arguments.uuid("dyno id", text));
  }

  /** The UUID in its canonical form, 36 characters. */
  @Override
  public String toString() {
    return value.toString();
  }
}
