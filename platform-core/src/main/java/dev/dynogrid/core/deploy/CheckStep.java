package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.core.grid.Check;
import dev.dynogrid.core.grid.CheckFailedException;
import dev.dynogrid.core.grid.Grid;
import dev.dynogrid.core.log.AppLogs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Proves that a release starts, beside what runs. What proved it is its first dyno. */
final class CheckStep {
  private static final int LINES_READ = 500;
  private static final int LINES_SHOWN = 30;

  private final Grid grid;
  private final AppLogs logs;
  private final DeployOptions options;
  private final Clock clock;

  CheckStep(Grid grid, AppLogs logs, DeployOptions options, Clock clock) {
    this.grid = grid;
    this.logs = logs;
    this.options = options;
    this.clock = clock;
  }

  /** A check that is under way. */
  record Running(Release release, Check check, Instant since) {}

  Running begin(Release release) {
    Instant since = clock.instant();
    return new Running(release, grid.check(release), since);
  }

  /** Returns once it has passed; or shows what the dynos printed, and throws. */
  void await(Running running, BuildOutput output) throws InterruptedException {
    boolean passed = false;
    try {
      Waiting.on(running.check().passed(), options.checkTimeLimit(), "the new release to start");
      passed = true;
    } catch (CheckFailedException e) {
      show(running.release(), running.since(), output);
      throw e;
    } finally {
      if (!passed) {
        drop(running);
      }
    }
  }

  void drop(Running running) {
    grid.drop(running.check(), running.release().app());
  }

  private void show(Release release, Instant since, BuildOutput output) {
    List<LogLine> lines =
        logs.recent(release.app(), LINES_READ).stream()
            .filter(line -> line.source().equals(LogLine.APP) && !line.time().isBefore(since))
            .toList();
    if (!lines.isEmpty()) {
      output.detail("");
      output.detail("The last lines of its output:");
      lines.stream()
          .skip(Math.max(0, lines.size() - LINES_SHOWN))
          .forEach(line -> output.detail("  " + line.process() + ": " + line.text()));
    }
  }
}
