package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.core.build.classic.BuildpackReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses the buildpacks: those that were asked for, else the first that recognises the app. */
final class LineupStep {
  private final List<Buildpack> buildpacks;

  LineupStep(List<Buildpack> buildpacks) {
    this.buildpacks = List.copyOf(buildpacks);
  }

  Lineup choose(CompileRequest request, Path app) throws IOException {
    List<String> wanted = request.buildpacks();
    return wanted.isEmpty() ? recognised(app) : askedFor(wanted);
  }

  private Lineup askedFor(List<String> wanted) {
    List<Stage> stages = new ArrayList<>();
    for (String text : wanted) {
      stages.add(stage(parse(text)));
    }
    return Lineup.of(stages);
  }

  private static BuildpackReference parse(String text) {
    try {
      return BuildpackReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BuildFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private Stage stage(BuildpackReference reference) {
    if (reference instanceof BuildpackReference.Named named) {
      return new JavaStage(
          Buildpacks.named(named.name(), buildpacks)
              .orElseThrow(
                  () ->
                      new BuildFailedException(
                          "no buildpack named " + named.name() + " (expected: " + known() + ")")));
    }
    throw new BuildFailedException("only built-in buildpacks: " + reference.shown());
  }

  private Lineup recognised(Path app) throws IOException {
    for (Buildpack buildpack : buildpacks) {
      if (buildpack.detect(app).isPresent()) {
        return Lineup.of(List.of(new JavaStage(buildpack)));
      }
    }
    throw new BuildFailedException(
        "no language detected: this platform knows "
            + known()
            + "; add a Procfile (web: command) to say how the app is run");
  }

  private String known() {
    return buildpacks.stream().map(Buildpack::name).collect(Collectors.joining(", "));
  }
}
