package dev.dynogrid.core.build.python;

import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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
import java.util.stream.Stream;

/**
 * The Python interpreters of this machine. Which of them fits is not told by the order of the
 * search path: the first there may be a shim that chooses by files of the app, or one that does not
 * see the packages that the system has.
 */
public final class Interpreters {
  private static final Pattern NAME = Pattern.compile("python3(\\.\\d+)?");
  private static final Pattern WANTED =
      Pattern.compile("(?:python-|cpython-)?(\\d+(?:\\.\\d+){0,2})(?:\\..*)?");
  private static final Comparator<Found> BY_VERSION = (a, b) -> compare(a.version(), b.version());
  private static final Pattern VERSION = Pattern.compile("(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?.*");

  private Interpreters() {}

  /**
   * An interpreter.
   *
   * @param program absolute
   * @param version as far as its path tells: {@code 3.11.7}, {@code 3.12}, {@code 3}
   */
  record Found(Path program, String version) {}

  /**
   * The newest of the system, then the newest of all if that is another: for work that is not an
   * app's.
   */
  public static List<Path> newest() {
    try {
      List<Found> all = onThisMachine();
      return Stream.concat(
              all.stream().filter(Interpreters::isOfTheSystem).max(BY_VERSION).stream(),
              all.stream().max(BY_VERSION).stream())
          .map(Found::program)
          .distinct()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isOfTheSystem(Found found) {
    return found.program().startsWith("/usr/bin");
  }

  /** All that are in the folders of the search path and among the versions that pyenv keeps. */
  static List<Found> onThisMachine() throws IOException {
    List<Path> folders = new ArrayList<>();
    List<Path> pyenv = new ArrayList<>();
    for (String folder : Tools.searchPath().split(":")) {
      Path path = Path.of(folder);
      if (path.endsWith("shims")) {
        pyenv.add(path.resolveSibling("versions"));
      } else if (!folder.isEmpty()) {
        folders.add(path);
      }
    }
    return in(folders, pyenv);
  }

  static List<Found> in(List<Path> folders, List<Path> pyenv) throws IOException {
    Set<Path> real = new LinkedHashSet<>();
    List<Found> found = new ArrayList<>();
    for (Path folder : folders) {
      for (Path program : list(folder, "python3*")) {
        if (NAME.matcher(program.getFileName().toString()).matches()) {
          add(program, program.getFileName().toString().substring(6), real, found);
        }
      }
    }
    for (Path versions : pyenv) {
      for (Path home : list(versions, "3.*")) {
        add(home.resolve("bin/python3"), home.getFileName().toString(), real, found);
      }
    }
    return found;
  }

  /** Newer ones first: names in the order of their numbers, backwards. */
  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(folder) && Files.isReadable(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
        all.forEach(paths::add);
      }
    }
    paths.sort((a, b) -> compare(b.getFileName().toString(), a.getFileName().toString()));
    return paths;
  }

  private static void add(Path program, String version, Set<Path> real, List<Found> found)
      throws IOException {
    if (Files.isExecutable(program) && real.add(program.toRealPath())) {
      String known = program.toRealPath().getFileName().toString().replaceFirst("^python", "");
      boolean better = version.length() < known.length() && known.matches("3\\.\\d+");
      found.add(new Found(program, better ? known : version));
    }
  }

  /** The version in {@code .python-version} or {@code runtime.txt}; empty if none can be read. */
  static Optional<String> wanted(Optional<String> pythonVersion, Optional<String> runtime) {
    return pythonVersion
        .flatMap(Interpreters::version)
        .or(() -> runtime.flatMap(Interpreters::version));
  }

  private static Optional<String> version(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(WANTED::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  /**
   * The order in which they are tried: one of the wanted version first, be it another patch of it;
   * then the system's own, which see the system's packages; then the rest, the newest first.
   */
  static List<Found> inOrder(List<Found> all, Optional<String> wanted) {
    List<Found> order = new ArrayList<>();
    wanted.ifPresent(
        version -> {
          all.stream().filter(found -> found.version().equals(version)).forEach(order::add);
          all.stream().filter(found -> fits(found.version(), version)).forEach(order::add);
        });
    all.stream().filter(Interpreters::isOfTheSystem).forEach(order::add);
    all.stream().sorted(BY_VERSION.reversed()).forEach(order::add);
    return order.stream().distinct().toList();
  }

  /**
   * Whether a version is of the wanted one's minor version, or of its major if it names no more.
   */
  static boolean fits(String version, String wanted) {
    Matcher has = VERSION.matcher(version);
    Matcher asks = VERSION.matcher(wanted);
    return has.matches()
        && asks.matches()
        && has.group(1).equals(asks.group(1))
        && (asks.group(2) == null || asks.group(2).equals(has.group(2)));
  }

  private static int compare(String a, String b) {
    Matcher one = Pattern.compile("\\d+").matcher(a);
    Matcher other = Pattern.compile("\\d+").matcher(b);
    while (one.find()) {
      if (!other.find()) {
        return 1;
      }
      int difference = Integer.compare(number(one.group()), number(other.group()));
      if (difference != 0) {
        return difference;
      }
    }
    return other.find() ? -1 : a.compareTo(b);
  }

  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
