package dev.dynogrid.api.model;

import java.util.regex.Pattern;

/**
 * The name of an app, unique within a platform. It is a host label (RFC 1123), since {@code hello}
 * is served as {@code hello.<domain>}, and a path segment of the git URL.
 *
 * @param value 1 to 63 characters of {@code a-z0-9-}, neither starting nor ending with a hyphen
 */
public record AppName(String value) implements Comparable<AppName> {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Checks the form. */
  public AppName {
    Arguments.matching(
        "app name",
        value,
        LABEL,
        "a host label: 1 to 63 of a-z, 0-9 and -, not starting or ending with -");
  }

  @Override
  public int compareTo(AppName other) {
    return value.compareTo(other.value);
  }

  /** The bare name. */
  @Override
  public String toString() {
    return value;
  }
}
