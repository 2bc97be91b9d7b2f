package dev.dynogrid.api.model;

import java.util.regex.Pattern;

/**
 * A process type of a Procfile: {@code web}, {@code worker}, ….
 *
 * @param value 1 to 63 of {@code A-Za-z0-9_-}
 */
public record ProcessType(String value) implements Comparable<ProcessType> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  /** The only type that is given {@code $PORT} and traffic. */
  public static final ProcessType WEB = new ProcessType("web");

  /** Runs once before a release goes live, and never as part of a formation. */
  public static final ProcessType RELEASE = new ProcessType("release");

  /** What one-off dynos are called: {@code run.4821}. Not a type of a formation. */
  public static final ProcessType RUN = new ProcessType("run");

  /** Checks the form. */
  public ProcessType {
    Arguments.matching("process type", value, FORM, "1 to 63 of A-Z, a-z, 0-9, _ and -");
  }

  /** Whether dynos of this type can be part of a formation. */
  public boolean scales() {
    return !equals(RELEASE);
  }

  @Override
  public int compareTo(ProcessType other) {
    return value.compareTo(other.value);
  }

  /** The bare type. */
  @Override
  public String toString() {
    return value;
  }
}
