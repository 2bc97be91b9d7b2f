package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks behind the shims of pyenv and its kind, which choose among versions of a language by files
 * of the app: each start of a program through one takes some 300 ms of shell scripts. The choice is
 * theirs, made once a dyno; what is not plain is left to them.
 */
final class Shims {
  private static final String SHIMS = "shims";

  /** A folder's name, and nothing that leads elsewhere: the app says it. */
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][\\w.-]*");

  private static final long LONGEST_FILE = 4096;

  /** Chooser → the file in which an app, or a folder above it, names the version. */
  private static final Map<String, String> CHOOSERS =
      Map.of("pyenv", ".python-version", "rbenv", ".ruby-version", "nodenv", ".node-version");

  private Shims() {}

  /** The search path, with the programs that the shims would choose before the shims. */
  static String behind(String searchPath, Path app, Map<String, String> environment) {
    List<String> folders = new ArrayList<>();
    for (String folder : searchPath.split(":", -1)) {
      Path path = Path.of(folder);
      if (path.isAbsolute() && path.endsWith(SHIMS)) {
        chosen(path.resolveSibling("").normalize(), app, environment)
            .forEach(version -> folders.add(version.resolve("bin").toString()));
      }
      folders.add(folder);
    }
    return String.join(":", folders);
  }

  private static List<Path> chosen(Path root, Path app, Map<String, String> environment) {
    for (Map.Entry<String, String> chooser : CHOOSERS.entrySet()) {
      String name = chooser.getKey();
      if (Files.exists(root.resolve("libexec").resolve(name))) {
        boolean told = environment.containsKey(name.toUpperCase(Locale.ROOT) + "_VERSION");
        return told ? List.of() : versions(root, wanted(root, app, chooser.getValue()));
      }
    }
    return List.of();
  }

  private static List<String> wanted(Path root, Path app, String fileName) {
    for (Path folder = app; folder != null; folder = folder.getParent()) {
      Optional<List<String>> words = words(folder.resolve(fileName));
      if (words.isPresent()) {
        return words.get();
      }
    }
    return words(root.resolve("version")).orElse(List.of());
  }

  /** Empty if there is no such file; no words if it cannot be read, so that the shim says why. */
  private static Optional<List<String>> words(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LONGEST_FILE) {
        return Optional.of(List.of());
      }
      return Optional.of(
          Files.readAllLines(file).stream()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .flatMap(line -> List.of(line.split("\\s+")).stream())
              .toList());
    } catch (IOException e) {
      return Optional.of(List.of());
    }
  }

  /** All of them or none: a name that is no folder here is one that the shim has to make out. */
  private static List<Path> versions(Path root, List<String> names) {
    List<Path> versions = new ArrayList<>();
    for (String name : names) {
      if (!VERSION.matcher(name).matches()
          || !Files.isDirectory(root.resolve("versions").resolve(name))) {
        return List.of();
      }
      versions.add(root.resolve("versions").resolve(name));
    }
    return versions;
  }
}
