package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.Streams;
import dev.dynogrid.core.grid.Grid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the {@code release} process type, if there is one, before anything of the release starts.
 */
final class ReleaseCommandStep {
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

  private final Grid grid;
  private final DeployOptions options;

  ReleaseCommandStep(Grid grid, DeployOptions options) {
    this.grid = grid;
    this.options = options;
  }

  void run(Release release, BuildOutput output) throws InterruptedException {
    @Nullable String command = release.slug().processTypes().get(ProcessType.RELEASE);
    if (command == null) {
      return;
    }
    output.step("Running release command");
    try (DynoSession session =
        Waiting.on(
            grid.run(release, ProcessType.RELEASE, command, Streams.attached()),
            options.checkTimeLimit(),
            "the release command to start")) {
      session.stdin().close();
      Thread errors = pump(session.stderr(), output, "dynogrid-release-stderr");
      Thread lines = pump(session.stdout(), output, "dynogrid-release-stdout");
      OptionalInt status = session.awaitExit(options.releaseCommandTimeLimit());
      if (status.isPresent()) {
        TimeUnit.MILLISECONDS.timedJoin(lines, LAST_OUTPUT.toMillis());
        TimeUnit.MILLISECONDS.timedJoin(errors, LAST_OUTPUT.toMillis());
      }
      refuseUnlessZero(command, status);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.RELEASE_COMMAND_FAILED, "the release command could not be run: " + e, e);
    }
  }

  private void refuseUnlessZero(String command, OptionalInt status) {
    if (status.isEmpty()) {
      throw new DynogridException(
          ErrorCode.RELEASE_COMMAND_FAILED,
          "release command `"
              + command
              + "` did not end within "
              + options.releaseCommandTimeLimit().toSeconds()
              + " seconds");
    } else if (status.getAsInt() != 0) {
      throw new DynogridException(
          ErrorCode.RELEASE_COMMAND_FAILED,
          "release command `" + command + "` exited with status " + status.getAsInt());
    }
  }

  private static Thread pump(InputStream stream, BuildOutput output, String name) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(output::detail);
              } catch (IOException | UncheckedIOException e) {
                output.warning("the output of the release command was cut: " + e.getMessage());
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
