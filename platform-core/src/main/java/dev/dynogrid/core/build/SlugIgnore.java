package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.jspecify.annotations.Nullable;

/** Removes what {@code .slugignore} names, before anything else looks at the source. */
final class SlugIgnore {
  private static final String NAME = ".slugignore";

  private SlugIgnore() {}

  static void apply(Path app) throws IOException {
    Path file = app.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<FastIgnoreRule> rules = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("!")) {
        rules.add(new FastIgnoreRule(line.strip()));
      }
    }
    Files.walkFileTree(app, new Remover(app, rules));
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    private final Path app;
    private final List<FastIgnoreRule> rules;

    Remover(Path app, List<FastIgnoreRule> rules) {
      this.app = app;
      this.rules = rules;
    }

    private boolean isIgnored(Path path, boolean directory) {
      String name = app.relativize(path).toString();
      return !name.isEmpty() && rules.stream().anyMatch(rule -> rule.isMatch(name, directory));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (isIgnored(directory, true)) {
        Trees.remove(directory);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (isIgnored(file, false)) {
        Files.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
        throws IOException {
      if (error != null) {
        throw error;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
