package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the links that scripts left fit for a slug. They like absolute ones: those that lead into
 * the app are made relative, those that lead out of it are left out, and named.
 */
final class LinkStep {
  private static final int NAMED = 5;

  private LinkStep() {}

  static void settle(List<Path> roots, BuildOutput output) throws IOException {
    Path app = roots.get(0);
    List<Path> links;
    try (Stream<Path> walk = Files.walk(app)) {
      links = walk.filter(Files::isSymbolicLink).toList();
    }
    List<String> removed = new ArrayList<>();
    for (Path link : links) {
      Path target = Files.readSymbolicLink(link);
      Optional<Path> within = within(roots, link, target);
      if (within.isEmpty()) {
        Files.delete(link);
        removed.add(app.relativize(link) + " -> " + target);
      } else if (target.isAbsolute()) {
        Files.delete(link);
        Files.createSymbolicLink(link, within.get());
      }
    }
    removed.stream()
        .limit(NAMED)
        .forEach(link -> output.warning("A link leads out of the app and is left out: " + link));
    if (removed.size() > NAMED) {
      output.warning((removed.size() - NAMED) + " more links lead out and are left out");
    }
  }

  /**
   * The relative form of a target.
   *
   * @param roots the paths at which the app is seen, the first being that of {@code link}
   * @return empty if it lies outside
   */
  static Optional<Path> within(List<Path> roots, Path link, Path target) {
    Path app = roots.get(0);
    Path parent = link.resolveSibling("");
    if (!target.isAbsolute()) {
      return parent.resolve(target).normalize().startsWith(app)
          ? Optional.of(target)
          : Optional.empty();
    }
    Path plain = target.normalize();
    return roots.stream()
        .filter(plain::startsWith)
        .findFirst()
        .map(root -> parent.relativize(app.resolve(root.relativize(plain).toString())))
        .map(path -> path.toString().isEmpty() ? Path.of(".") : path);
  }
}
