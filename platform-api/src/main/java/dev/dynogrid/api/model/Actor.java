package dev.dynogrid.api.model;

import java.util.regex.Pattern;

/**
 * Who asks for a change; stored with what was changed.
 *
 * @param name 1 to 128 visible characters, such as a user's name or {@code platform}
 */
public record Actor(String name) {
  private static final Pattern FORM = Pattern.compile("[^\\p{Cntrl}]{1,128}");

  /** The platform itself: restarts, adoption, clean-up. */
  public static final Actor PLATFORM = new Actor("platform");

  /** The program that embeds the platform, unless it says who it acts for. */
  public static final Actor EMBEDDER = new Actor("embedder");

  /** Checks the form. */
  public Actor {
    Arguments.matching("actor", name, FORM, "1 to 128 visible characters");
  }

  /** The bare name. */
  @Override
  public String toString() {
    return name;
  }
}
