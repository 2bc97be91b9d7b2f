package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.classic.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A build as scripts see it. Config vars are files, and not in the environment: whoever pushes
 * cannot change how a buildpack's own programs work by setting one.
 */
final class ClassicPlace implements Workplace {
  private final CompileContext context;
  private final Path cache;
  private final Path configVars;

  ClassicPlace(CompileContext context, Scratch scratch) throws IOException {
    this.context = context;
    this.cache = context.cacheDirectory().resolve("classic");
    Files.createDirectories(cache);
    this.configVars = scratch.configVars(context.configVars());
  }

  @Override
  public Path app() {
    return context.appDirectory();
  }

  @Override
  public Path cache() {
    return cache;
  }

  @Override
  public Path configVars() {
    return configVars;
  }

  @Override
  public Map<String, String> environment() {
    return context.scriptEnvironment();
  }

  @Override
  public void export(Map<String, String> variables) {
    context.export(variables);
  }

  @Override
  public BuildOutput output() {
    return context.output();
  }

  @Override
  public int run(List<String> command, Consumer<String> lines)
      throws IOException, InterruptedException {
    return context.runIn(environment(), command, lines);
  }

  @Override
  public CommandResult capture(List<String> command) throws IOException, InterruptedException {
    return context.captureIn(environment(), command);
  }
}
