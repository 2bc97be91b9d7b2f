package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CompileRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes the source to where it is compiled, without what {@code .slugignore} names. */
final class SourceStep {
  private SourceStep() {}

  /** Returns the app directory. */
  static Path write(CompileRequest request) throws IOException, InterruptedException {
    Path app = request.stack().appDirectory().orElse(request.workspace().resolve("app"));
    Files.createDirectories(app);
    request.source().writeTo(app);
    SlugIgnore.apply(app);
    refuseEmpty(app);
    return app;
  }

  private static void refuseEmpty(Path app) throws IOException {
    try (Stream<Path> files = Files.list(app)) {
      if (files.findAny().isEmpty()) {
        throw new BuildFailedException("the repository is empty: commit some files, then push");
      }
    }
  }
}
