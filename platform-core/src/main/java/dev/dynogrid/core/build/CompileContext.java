package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.api.build.CommandRunner;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.core.build.tool.IndexSettings;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One build, as its buildpack and its checks see it. */
final class CompileContext implements BuildContext {
  private static final Path FIELDS_APP = Path.of("/app");
  private static final int MOST_CAPTURED = 1024 * 1024;
  private static final int TIMED_OUT = 124;
  private static final int NOT_FOUND = 127;

  private final CompileRequest request;
  private final Path app;
  private final Map<String, String> exports = new ConcurrentHashMap<>();
  private final BuildOutput output;
  private final CommandRunner commands;
  private final Clock clock;
  private final Instant deadline;

  CompileContext(
      CompileRequest request, Path app, BuildOutput output, CommandRunner commands, Clock clock) {
    this.request = request;
    this.app = app;
    this.output = output;
    this.commands = commands;
    this.clock = clock;
    this.deadline = clock.instant().plus(request.timeLimit());
  }

  @Override
  public Path appDirectory() {
    return app;
  }

  @Override
  public Path cacheDirectory() {
    return request.cache();
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = scriptEnvironment();
    environment.putAll(request.configVars().asMap());
    return environment;
  }

  /** The paths at which scripts may know the app, its own first: many take it for {@code /app}. */
  List<Path> roots() {
    return List.of(app, FIELDS_APP);
  }

  Map<String, String> configVars() {
    return request.configVars().asMap();
  }

  /** The environment without config vars. */
  Map<String, String> scriptEnvironment() {
    Map<String, String> environment = new HashMap<>();
    environment.putAll(IndexSettings.ofThisMachine());
    environment.put("PATH", Tools.searchPath());
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", app.toString());
    environment.put("STACK", request.stack().name());
    environment.put("REQUEST_ID", request.build().toString());
    request.source().version().ifPresent(version -> environment.put("SOURCE_VERSION", version));
    environment.putAll(exports);
    return environment;
  }

  @Override
  public Map<String, String> procfile() {
    Map<String, String> commands = new HashMap<>();
    try {
      Procfile.readFrom(app)
          .ifPresent(
              file ->
                  file.entries()
                      .forEach((type, entry) -> commands.put(type.value(), entry.command())));
    } catch (IOException e) {
      throw new UncheckedIOException("the Procfile cannot be read", e);
    }
    return commands;
  }

  /** Sets variables for the buildpacks that come after; config vars win over them. */
  void export(Map<String, String> variables) {
    exports.putAll(variables);
  }

  /** Lets the buildpacks that come after find an earlier one's programs. */
  void putOnPath(ProgramPath programs) {
    exports.put("PATH", programs.before(app, exports.getOrDefault("PATH", Tools.searchPath())));
  }

  @Override
  public BuildOutput output() {
    return output;
  }

  @Override
  public void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    int status = runIn(with(environment), command, output::detail);
    if (status != 0) {
      throw new BuildFailedException(
          String.join(" ", command)
              + (status == NOT_FOUND ? ": not found" : " exited with status " + status));
    }
  }

  @Override
  public CommandResult capture(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return captureIn(with(environment), command);
  }

  private Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = environment();
    all.putAll(more);
    return all;
  }

  @Override
  public int run(List<String> command, Map<String, String> environment, Consumer<String> lines)
      throws IOException, InterruptedException {
    return runIn(with(environment), command, lines);
  }

  /** As {@link #capture}, in exactly this environment. */
  CommandResult captureIn(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    int status =
        runIn(
            environment,
            command,
            line -> {
              text.append(line).append('\n');
              if (text.length() > 2 * MOST_CAPTURED) {
                text.delete(0, text.length() - MOST_CAPTURED);
              }
            });
    return new CommandResult(status, text.toString());
  }

  /** Runs a program in exactly this environment, and returns its status. */
  int runIn(Map<String, String> environment, List<String> command, Consumer<String> lines)
      throws IOException, InterruptedException {
    Duration left = Duration.between(clock.instant(), deadline);
    int status =
        left.isNegative()
            ? TIMED_OUT
            : commands.run(new CommandRunner.Command(command, app, environment, left), lines);
    if (status == TIMED_OUT && !clock.instant().isBefore(deadline)) {
      throw tooLong();
    }
    return status;
  }

  /** Throws once the build has taken longer than it may. */
  void checkTime() {
    if (clock.instant().isAfter(deadline)) {
      throw tooLong();
    }
  }

  private BuildFailedException tooLong() {
    return new BuildFailedException(
        "the build took longer than " + request.timeLimit().toSeconds() + " seconds");
  }
}
