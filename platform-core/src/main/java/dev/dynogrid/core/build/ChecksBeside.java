package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The look at the sources, which goes on beside the rest of the build once nothing moves them. */
final class ChecksBeside implements AutoCloseable {
  private final SourceChecks checks;
  private Predicate<Path> own = file -> true;
  private @Nullable SideTask task;

  ChecksBeside(SourceChecks checks) {
    this.checks = checks;
  }

  /**
   * From here on scripts may move sources and bring others. Only what is there now, wherever it is
   * moved to, is looked at: what a buildpack brings is not for the app's owner to mend.
   */
  void remember(Path app) throws IOException {
    Set<String> known = new HashSet<>();
    for (Path file : SourceChecks.sources(app)) {
      known.add(key(app.resolve(file)));
    }
    own = file -> known.contains(key(file));
  }

  private static String key(Path file) {
    return file.getFileName() + " " + file.toFile().length();
  }

  /** Begins; without effect if it has begun. */
  void begin(CompileContext context) {
    if (task == null) {
      task = SideTask.start("dynogrid-source-checks", () -> checks.run(context, own));
    }
  }

  /** Waits for the end, and fails if a source does not parse. */
  void await() throws IOException, InterruptedException {
    if (task != null) {
      task.await();
    }
  }

  @Override
  public void close() {
    if (task != null) {
      task.cancel();
    }
  }
}
