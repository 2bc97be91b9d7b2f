package dev.dynogrid.api.model;

import java.util.regex.Pattern;

/**
 * The identity of a slug: the SHA-256 of its uncompressed archive.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
public record SlugId(String sha256) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /** Checks the form. */
  public SlugId {
    Arguments.matching("slug id", sha256, FORM, "64 lower-case hexadecimal digits");
  }

  /** The digits. */
  @Override
  public String toString() {
    return sha256;
  }
}
