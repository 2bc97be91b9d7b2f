package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Gradle project, as far as its files tell without running them.
 *
 * @param texts of its build files, settings, properties and version catalogue
 */
record GradleProject(List<String> texts) {
  static final List<String> FILES =
      List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");

  private static final List<String> MORE_FILES =
      List.of(
          "gradle.properties",
          "gradle/libs.versions.toml",
          "gradle/wrapper/gradle-wrapper.properties");
  private static final Pattern RELEASE =
      Pattern.compile(
          "(?:sourceCompatibility|targetCompatibility|release|jvmToolchain|languageVersion)"
              + "[^\\n]{0,60}?(?:VERSION_|of\\(|[=('\" ])(?:1[._])?(\\d{1,2})\\b");
  private static final Pattern STAGE =
      Pattern.compile("task\\s+stage\\b|(?:register|create)\\(\\s*['\"]stage['\"]");
  private static final Pattern SHADOW =
      Pattern.compile("com\\.github\\.johnrengelman\\.shadow|com\\.gradleup\\.shadow");
  private static final Pattern APPLICATION =
      Pattern.compile(
          "id\\s*\\(?\\s*['\"]application['\"]|apply plugin:"
              + " ['\"]application['\"]|(?m)^\\s*application\\s*$");
  private static final Pattern FLOATS =
      Pattern.compile("-SNAPSHOT|latest\\.(?:release|integration)|['\"][^'\"\\n]*:[\\d.]*\\+['\"]");

  GradleProject {
    texts = List.copyOf(texts);
  }

  static GradleProject read(Path app, List<String> modules) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String module : modules) {
      for (String file : FILES) {
        texts.add(SourceText.of(app.resolve(module), file));
      }
    }
    for (String file : MORE_FILES) {
      texts.add(SourceText.of(app, file));
    }
    return new GradleProject(texts);
  }

  /** The Java that it is compiled for, at least; 0 if it does not say. */
  int release() {
    int release = 0;
    for (String text : texts) {
      for (Matcher found = RELEASE.matcher(text); found.find(); ) {
        release = Math.max(release, Integer.parseInt(found.group(1)));
      }
    }
    return release;
  }

  /**
   * What is asked of Gradle.
   *
   * @param custom the config var that says so, as in the field; may be empty
   */
  List<String> tasks(String custom) {
    if (!custom.isBlank()) {
      return MavenCommand.words(custom);
    } else if (has(STAGE)) {
      return List.of("stage");
    } else if (mentions("org.springframework.boot") || mentions("io.quarkus")) {
      return List.of("build", "-x", "test");
    } else if (has(SHADOW)) {
      return List.of("shadowJar");
    }
    return has(APPLICATION) || isMicronaut() ? List.of("installDist") : List.of("assemble");
  }

  boolean isMicronaut() {
    return mentions("io.micronaut");
  }

  /** Whether what it needs can change although its files do not. */
  boolean floats() {
    return has(FLOATS);
  }

  private boolean mentions(String word) {
    return texts.stream().anyMatch(text -> text.contains(word));
  }

  private boolean has(Pattern pattern) {
    return texts.stream().anyMatch(text -> pattern.matcher(text).find());
  }
}
