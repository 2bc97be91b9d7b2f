package dev.dynogrid.core.build;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Parses the app's sources. A file whose content passed before is not parsed again: the app's build
 * cache has an empty file for each. Folders that by custom hold what is not the app's own code, or
 * not code yet, are passed over.
 */
final class SourceChecks {
  private static final Set<String> PASSED_OVER =
      Set.of(
          "vendor",
          "node_modules",
          "templates",
          "template",
          "test",
          "tests",
          "spec",
          "specs",
          "fixtures",
          "venv",
          "env",
          "site-packages",
          "bower_components",
          "build",
          "out",
          "target",
          "public",
          "static",
          "dist",
          "assets");
  private static final int MOST_FILES = 2_000;
  private static final long MOST_BYTES = 1024 * 1024;

  private final List<SourceCheck> checks;

  SourceChecks(List<SourceCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Parses.
   *
   * @param own whether a file, of those in the app, is one of its owner's
   */
  void run(CompileContext context, Predicate<Path> own) throws IOException, InterruptedException {
    List<Path> files =
        sources(context.appDirectory()).stream()
            .filter(file -> own.test(context.appDirectory().resolve(file)))
            .toList();
    for (SourceCheck check : checks) {
      List<Path> covered =
          files.stream().filter(file -> check.covers(file.getFileName().toString())).toList();
      if (!covered.isEmpty() && !check.toolVersion().isEmpty()) {
        runCached(check, covered, context);
      }
    }
  }

  private static void runCached(SourceCheck check, List<Path> files, CompileContext context)
      throws IOException, InterruptedException {
    Path cache = context.cacheDirectory().resolve("checks").resolve(check.name());
    Files.createDirectories(cache);
    List<Path> unknown = new ArrayList<>();
    List<Path> marks = new ArrayList<>();
    String tool = check.toolVersion();
    for (Path file : files) {
      Optional<Path> mark = key(tool, context.appDirectory().resolve(file)).map(cache::resolve);
      if (mark.isPresent() && !Files.exists(mark.get())) {
        unknown.add(file);
        marks.add(mark.get());
      }
    }
    if (!unknown.isEmpty()) {
      check.check(context, unknown);
      for (Path mark : marks) {
        if (!Files.exists(mark)) {
          Files.createFile(mark);
        }
      }
    }
  }

  /** What a file's result is kept under; empty if a build has taken the file away meanwhile. */
  private static Optional<String> key(String tool, Path file) throws IOException {
    try {
      return Optional.of(
          Hashing.sha256()
              .newHasher()
              .putString(tool, StandardCharsets.UTF_8)
              .putString(file.getFileName().toString(), StandardCharsets.UTF_8)
              .putBytes(Files.readAllBytes(file))
              .hash()
              .toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What is looked at, relative to the app. */
  static List<Path> sources(Path app) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        app,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean passedOver =
                !directory.equals(app) && (PASSED_OVER.contains(name) || name.startsWith("."));
            return passedOver ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && attributes.size() <= MOST_BYTES
                && files.size() < MOST_FILES) {
              files.add(app.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files;
  }
}
