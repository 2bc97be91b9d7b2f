package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JDKs that apps can be compiled and run with.
 *
 * @param all the first is the platform's own, and taken where none is asked for
 */
record Jdks(List<Jdk> all) {
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"");
  private static final List<String> FOLDERS =
      List.of("/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines");

  Jdks {
    all = List.copyOf(all);
  }

  /** Looks where JDKs usually are. */
  static Jdks ofThisMachine() throws IOException {
    Set<Path> homes = new LinkedHashSet<>();
    homes.add(Path.of(System.getProperty("java.home")));
    Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
    for (String folder : FOLDERS) {
      for (Path home : list(Path.of(folder))) {
        homes.add(home);
        homes.add(home.resolve("Contents/Home"));
      }
    }
    List<Jdk> all = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Path home : homes) {
      if (Files.isExecutable(home.resolve("bin/javac")) && seen.add(home.toRealPath())) {
        Matcher version = VERSION.matcher(SourceText.of(home, "release"));
        if (version.find()) {
          all.add(new Jdk(home, version.group(1)));
        }
      }
    }
    return new Jdks(all);
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      return homes.sorted().toList();
    }
  }

  /** The one to use: as asked for, else the platform's own, else the nearest that is new enough. */
  Jdk choose(JavaVersion wanted) {
    if (wanted.exactly().isPresent()) {
      int feature = wanted.exactly().getAsInt();
      return all.stream()
          .filter(jdk -> jdk.feature() == feature)
          .findFirst()
          .orElseThrow(() -> missing(JavaVersion.FILE + " asks for Java " + feature, feature));
    }
    return Stream.concat(
            all.stream().limit(1), all.stream().sorted(Comparator.comparingInt(Jdk::feature)))
        .filter(jdk -> jdk.feature() >= wanted.atLeast())
        .findFirst()
        .orElseThrow(
            () -> missing("the build compiles for Java " + wanted.atLeast(), wanted.atLeast()));
  }

  private BuildFailedException missing(String what, int feature) {
    return new BuildFailedException(
        what
            + "; this machine has "
            + (all.isEmpty() ? "no JDK" : versions())
            + ": have a JDK "
            + feature
            + " installed there, or ask for another version");
  }

  /** What decides which one is chosen: {@code 17.0.15, 25.0.1}. */
  String versions() {
    return all.stream().map(Jdk::version).collect(Collectors.joining(", "));
  }
}
