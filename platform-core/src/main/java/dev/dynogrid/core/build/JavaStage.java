package dev.dynogrid.core.build;

import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import java.io.IOException;
import java.util.Optional;

/** A buildpack in Java. */
record JavaStage(Buildpack buildpack) implements Stage {
  @Override
  public String name() {
    return buildpack.name();
  }

  @Override
  public String identity() {
    return buildpack.name() + " " + buildpack.version();
  }

  @Override
  public boolean movesSource() {
    return false;
  }

  @Override
  public Optional<String> detect(CompileContext context) throws IOException {
    return buildpack.detect(context.appDirectory());
  }

  @Override
  public BuildpackResult compile(CompileContext context) throws IOException, InterruptedException {
    // A Procfile that cannot be read is told before the work, not after it.
    context.procfile();
    BuildpackResult result = buildpack.compile(context);
    context.export(result.environment());
    context.putOnPath(new ProgramPath(result.path()));
    return result;
  }
}
