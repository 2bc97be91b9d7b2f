package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Anything that says itself how it is run. */
final class ProcfileBuildpack implements Buildpack {
  @Override
  public String name() {
    return "procfile";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Optional<String> detect(Path app) {
    return Files.isRegularFile(app.resolve(Procfile.NAME))
        ? Optional.of("Procfile")
        : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) {
    return BuildpackResult.NOTHING;
  }
}
