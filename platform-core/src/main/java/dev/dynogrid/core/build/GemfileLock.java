package dev.dynogrid.core.build;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Gemfile.lock} says.
 *
 * @param gems versions by name, without those of a platform ({@code nokogiri 1.15.4-x86_64-linux}
 *     is 1.15.4)
 * @param bundler the version of Bundler that wrote it
 */
record GemfileLock(Map<String, String> gems, Optional<String> bundler) {
  static final String NAME = "Gemfile.lock";

  /** There is none, or it says nothing. */
  static final GemfileLock NONE = new GemfileLock(Map.of(), Optional.empty());

  private static final Pattern GEM =
      Pattern.compile("(?m)^ {4}([A-Za-z0-9_.-]+) \\(([0-9][^-)\\s]*)(?:-[^)\\s]*)?\\)$");
  private static final Pattern BUNDLER =
      Pattern.compile("(?m)^(BUNDLED WITH\\R\\s+)([0-9][A-Za-z0-9.]*)");

  GemfileLock {
    gems = Map.copyOf(gems);
  }

  static GemfileLock parse(String text) {
    Map<String, String> gems = new HashMap<>();
    for (Matcher gem = GEM.matcher(text); gem.find(); ) {
      gems.put(gem.group(1), gem.group(2));
    }
    Matcher bundler = BUNDLER.matcher(text);
    return new GemfileLock(gems, bundler.find() ? Optional.of(bundler.group(2)) : Optional.empty());
  }

  /**
   * The same lock as if this machine's Bundler had written it: another one would first look for
   * that other one, in an index that may be out of reach, at every start.
   */
  static String writtenBy(String version, String text) {
    return BUNDLER.matcher(text).replaceFirst("$1" + Matcher.quoteReplacement(version));
  }

  boolean has(String gem) {
    return gems.containsKey(gem);
  }
}
