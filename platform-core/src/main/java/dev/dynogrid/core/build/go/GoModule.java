package dev.dynogrid.core.build.go;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a {@code go.mod} says.
 *
 * @param path the module's
 * @param goVersion the language version that it asks for
 * @param install the packages that its {@code +heroku install} comment names
 * @param requires whether it needs other modules
 */
record GoModule(String path, Optional<String> goVersion, List<String> install, boolean requires) {
  private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+\"?([^\\s\"]+)");
  private static final Pattern GO = Pattern.compile("(?m)^go\\s+(\\d+\\.\\d+(?:\\.\\d+)?)");
  private static final Pattern INSTALL =
      Pattern.compile("(?m)^//\\s*\\+heroku\\s+install\\s+(.+)$");
  private static final Pattern REQUIRE = Pattern.compile("(?m)^require\\b");

  GoModule {
    install = List.copyOf(install);
  }

  static GoModule parse(String text) {
    return new GoModule(
        first(MODULE, text).orElse("app"),
        first(GO, text),
        first(INSTALL, text).map(line -> List.of(line.strip().split("\\s+"))).orElse(List.of()),
        REQUIRE.matcher(text).find());
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The name that Go gives to the program of the module's own package. */
  String programName() {
    String[] parts = path.split("/");
    String last = parts[parts.length - 1];
    boolean version = parts.length > 1 && last.matches("v[2-9]|v\\d{2,}");
    return version ? parts[parts.length - 2] : last;
  }

  /**
   * The packages to build.
   *
   * @param top whether the top folder is a program
   * @param commands the folders below {@code cmd} that are programs
   */
  List<String> packages(boolean top, List<String> commands) {
    if (!install.isEmpty()) {
      return install;
    }
    return Stream.concat(
            top ? Stream.of(".") : Stream.empty(), commands.stream().map(name -> "./cmd/" + name))
        .toList();
  }

  /**
   * The program that serves: the only one; or the top folder's; or the one called as the module is,
   * or {@code web} or {@code server}.
   *
   * @param programs those that were built
   */
  Optional<String> web(List<String> programs) {
    if (programs.size() == 1) {
      return Optional.of(programs.get(0));
    }
    return Stream.of(programName(), "web", "server", "app", "main")
        .filter(programs::contains)
        .findFirst();
  }
}
