package dev.dynogrid.core.build;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why Bundler refuses, as far as its words tell, and what the app's owner can do. */
enum BundlerFault {
  /** The Gemfile asks for another Ruby. */
  RUBY_VERSION(
      "Your Ruby version is",
      "the Gemfile asks for a Ruby that this machine does not have: change its line `ruby`, or have"
          + " that Ruby installed"),
  /** The lock was made on other kinds of machines only. */
  PLATFORM(
      "Your bundle only supports platforms",
      "Gemfile.lock has no gems for this kind of machine: run `bundle lock --add-platform"
          + " x86_64-linux`, commit Gemfile.lock, and push again"),
  /** The lock does not follow from the Gemfile. */
  STALE_LOCK(
      "deployment mode after changing|frozen mode after changing|lockfile can't be updated"
          + "|changes to the (?:lockfile|Gemfile)",
      "Gemfile.lock does not fit the Gemfile: run `bundle install`, commit Gemfile.lock, and push"
          + " again"),
  /** The Gemfile is not one. */
  GEMFILE(
      "There was an error parsing `Gemfile`",
      "the Gemfile cannot be read: correct the line that Bundler names above"),
  /** Gems are not to be had. */
  MISSING(
      "",
      "Bundler finds not all gems, neither on this machine, nor in vendor/cache, nor in the index:"
          + " run `bundle cache` and commit vendor/cache, or have the index made reachable, or"
          + " name versions that this machine has");

  private final Pattern sign;
  private final String advice;

  BundlerFault(String sign, String advice) {
    this.sign = Pattern.compile(sign);
    this.advice = advice;
  }

  static BundlerFault of(String output) {
    // Bundler breaks its lines where a terminal's would end.
    String text = output.replaceAll("\\s+", " ");
    for (BundlerFault fault : values()) {
      if (fault.sign.matcher(text).find()) {
        return fault;
      }
    }
    return MISSING;
  }

  /** Whether an index could have what is not here. */
  boolean mayBeInIndex() {
    return this == MISSING;
  }

  String advice() {
    return advice;
  }

  /**
   * What a lock asks for that is not installed: {@code puma 6.4.2 (this machine has 5.6.5)}.
   *
   * @param installed versions by gem, as lines {@code name version}
   */
  static String missing(GemfileLock lock, Map<String, List<String>> installed) {
    return lock.gems().entrySet().stream()
        .filter(gem -> !installed.getOrDefault(gem.getKey(), List.of()).contains(gem.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .map(
            gem ->
                gem.getKey()
                    + " "
                    + gem.getValue()
                    + (installed.containsKey(gem.getKey())
                        ? " (this machine has "
                            + String.join(", ", installed.get(gem.getKey()))
                            + ")"
                        : ""))
        .collect(Collectors.joining(", "));
  }
}
