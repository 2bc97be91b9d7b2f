package dev.dynogrid.api.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Config vars: the configuration of an app, which reaches its dynos as environment variables.
 *
 * <p>Their values are secrets: this type prints names only. Whoever takes values out with {@link
 * #asMap} or {@link #get} answers for where they go.
 */
public final class ConfigVars {
  /** No variables. */
  public static final ConfigVars EMPTY = new ConfigVars(new TreeMap<>());

  /** The most that all names and values may take together, in characters. */
  public static final int MOST_CHARACTERS = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  /** Set by the platform, or read by the shells that start a dyno before the app is reached. */
  private static final Set<String> RESERVED =
      Set.of(
          "PORT",
          "DYNO",
          "HOME",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_",
          "IFS",
          "ENV",
          "BASH_ENV",
          "SHELLOPTS",
          "BASHOPTS",
          "PS4",
          "PERL5OPT",
          "PERL5LIB",
          "PERL5DB");

  private final SortedMap<String, String> values;

  private ConfigVars(SortedMap<String, String> values) {
    this.values = values;
  }

  /**
   * Takes a copy of the map.
   *
   * @throws IllegalArgumentException if a name is not one of an environment variable or is the
   *     platform's, if a value holds a NUL, or if all are longer than {@link #MOST_CHARACTERS}; the
   *     message names the variable and never its value
   */
  public static ConfigVars of(Map<String, String> values) {
    TreeMap<String, String> checked = new TreeMap<>();
    int characters = 0;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String name = checkName(entry.getKey());
      Arguments.check(
          entry.getValue().indexOf('\0') < 0,
          "config var " + name,
          "(redacted)",
          "a value without NUL characters");
      characters += name.length() + entry.getValue().length();
      checked.put(name, entry.getValue());
    }
    Arguments.check(
        characters <= MOST_CHARACTERS,
        "config vars",
        characters + " characters",
        "at most " + MOST_CHARACTERS + " in all names and values");
    return checked.isEmpty() ? EMPTY : new ConfigVars(checked);
  }

  private static String checkName(String name) {
    Arguments.matching(
        "config var name", name, NAME, "A-Z, a-z, 0-9 and _, not starting with a digit");
    Arguments.check(
        !RESERVED.contains(name) && !name.startsWith("DYNOGRID_"),
        "config var name",
        name,
        "a name that the platform does not set itself");
    return name;
  }

  /**
   * These variables with some set and some removed.
   *
   * @param set names and their new values
   * @param unset names to remove; ones that are not there are passed over
   */
  public ConfigVars with(Map<String, String> set, Set<String> unset) {
    Map<String, String> changed = new HashMap<>(values);
    unset.forEach(changed::remove);
    changed.putAll(set);
    return of(changed);
  }

  /** The value of one variable. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The names, sorted. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  /** Names and values, in plain text, sorted by name. */
  public SortedMap<String, String> asMap() {
    return new TreeMap<>(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigVars that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The names only: {@code ConfigVars[DATABASE_URL, SECRET]}. */
  @Override
  public String toString() {
    return "ConfigVars" + values.keySet();
  }
}
