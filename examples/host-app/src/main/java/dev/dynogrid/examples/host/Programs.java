package dev.dynogrid.examples.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for the programs that apps are compiled and run by, before anything is started. */
final class Programs {
  private static final List<Need> NEEDS =
      List.of(
          new Need(".", "git", "git"),
          new Need("Gemfile", "ruby", "ruby"),
          new Need("config.ru", "ruby", "ruby"),
          new Need("package.json", "node", "nodejs npm"),
          new Need("requirements.txt", "python3", "python3"),
          new Need("pyproject.toml", "python3", "python3"),
          new Need("go.mod", "go", "golang-go"));

  private Programs() {}

  /** A folder with such a file needs the program, which Debian has in these packages. */
  private record Need(String file, String program, String packages) {}

  /** What is in the way of deploying a folder; empty if nothing is seen. */
  static Optional<String> missingFor(Path folder) {
    return NEEDS.stream()
        .filter(need -> Files.exists(folder.resolve(need.file())))
        .filter(need -> !isOnPath(need.program()))
        .findFirst()
        .map(need -> need.program() + " not found: install it (Debian: " + need.packages() + ")");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
