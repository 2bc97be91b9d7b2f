package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java that an app asks for.
 *
 * @param exactly what its {@code system.properties} says
 * @param atLeast what its build compiles for; 0 if it does not say
 */
record JavaVersion(OptionalInt exactly, int atLeast) {
  static final String FILE = "system.properties";

  private static final String PROPERTY = "java.runtime.version";

  /** Also with the name of a vendor before it: zulu-21, openjdk-17.0.2. */
  private static final Pattern VERSION =
      Pattern.compile("(?:[A-Za-z][A-Za-z_-]*-)?(?:1\\.)?([0-9]{1,3})(?:[._+-].*)?");

  static JavaVersion wanted(Path app, int atLeast) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(SourceText.of(app, FILE)));
    } catch (IllegalArgumentException e) {
      throw fault("cannot be read: " + e.getMessage());
    }
    String text = properties.getProperty(PROPERTY, "").strip();
    if (text.isEmpty()) {
      return new JavaVersion(OptionalInt.empty(), atLeast);
    }
    OptionalInt exactly = feature(text);
    if (exactly.isEmpty()) {
      throw fault(PROPERTY + ": " + text + " (expected: a version such as 17 or 21)");
    }
    return new JavaVersion(exactly, atLeast);
  }

  private static BuildFailedException fault(String what) {
    return new BuildFailedException(FILE + ": " + what);
  }

  static OptionalInt feature(String version) {
    Matcher matcher = VERSION.matcher(version.strip());
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
