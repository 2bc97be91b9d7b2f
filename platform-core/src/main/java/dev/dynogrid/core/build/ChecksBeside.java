package dev.dynogrid.core.build;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The look at the sources, which goes on beside the rest of the build once nothing moves them. */
final class ChecksBeside implements AutoCloseable {
  private final SourceChecks checks;
  private @Nullable SideTask task;

  ChecksBeside(SourceChecks checks) {
    this.checks = checks;
  }

  /** Begins; without effect if it has begun. */
  void begin(CompileContext context) {
    if (task == null) {
      task = SideTask.start("dynogrid-source-checks", () -> checks.run(context));
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
