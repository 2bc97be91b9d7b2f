package dev.dynogrid.api.model;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people call a dyno: {@code web.1}. An attribute, not an identity: see {@link DynoId}.
 *
 * @param type the process type
 * @param number from 1
 */
public record DynoName(ProcessType type, int number) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,63})\\.([1-9][0-9]{0,8})");

  /** Checks the range. */
  public DynoName {
    Objects.requireNonNull(type, "type");
    Arguments.within("dyno number", number, 1, 999_999_999);
  }

  /**
   * Reads {@code web.1}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static DynoName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Arguments.check(matcher.matches(), "dyno name", text, "type.number, such as web.1");
    return new DynoName(new ProcessType(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** {@code web.1}. */
  @Override
  public String toString() {
    return type + "." + number;
  }
}
