package dev.dynogrid.api.model;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The one form in which arguments are rejected: {@code name: value (expected: …)}.
 *
 * <p>For implementers of providers too, so that their users meet the same words.
 */
public final class Arguments {
  private static final int LONGEST_QUOTE = 80;

  private Arguments() {}

  /** Throws unless {@code holds}; the message is {@code name: value (expected: …)}. */
  public static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw rejected(name, value, expected);
    }
  }

  /** Returns {@code value} if the whole of it matches, else throws. */
  public static String matching(String name, String value, Pattern pattern, String expected) {
    check(pattern.matcher(value).matches(), name, value, expected);
    return value;
  }

  /** Returns {@code value} if it lies within the bounds, both included, else throws. */
  public static int within(String name, int value, int least, int most) {
    check(value >= least && value <= most, name, value, least + " to " + most);
    return value;
  }

  /** The exception for an argument that cannot be taken, for throwing. */
  public static IllegalArgumentException rejected(String name, Object value, String expected) {
    return new IllegalArgumentException(
        name + ": " + quoted(String.valueOf(value)) + " (expected: " + expected + ")");
  }

  static UUID uuid(String name, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      IllegalArgumentException rejected = rejected(name, text, "a UUID");
      rejected.initCause(e);
      throw rejected;
    }
  }

  /** Untrusted text goes into logs and terminals: no control characters, and not much of it. */
  private static String quoted(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= LONGEST_QUOTE ? visible : visible.substring(0, LONGEST_QUOTE) + "…";
  }
}
