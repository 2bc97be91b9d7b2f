package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.core.build.classic.BuildpackReference;
import dev.dynogrid.core.build.classic.ClassicBuildpacks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses the buildpacks: those that were asked for; else those of the platform's owner that fit;
 * else the first built-in one that recognises the app.
 */
final class LineupStep {
  private final List<Buildpack> builtIn;
  private final List<BuildpackReference> platformWide;
  private final ClassicBuildpacks classic;

  LineupStep(
      List<Buildpack> builtIn, List<BuildpackReference> platformWide, ClassicBuildpacks classic) {
    this.builtIn = List.copyOf(builtIn);
    this.platformWide = List.copyOf(platformWide);
    this.classic = classic;
  }

  Lineup choose(CompileRequest request, Path app) throws IOException, InterruptedException {
    List<BuildpackReference> asked = BuildpackList.find(request, app);
    if (!asked.isEmpty()) {
      return Lineup.of(stages(asked, app));
    }
    Optional<Stage> recognised = recognised(app);
    if (!platformWide.isEmpty()) {
      return new Lineup(stages(platformWide, app), false, recognised);
    }
    return Lineup.of(List.of(recognised.orElseThrow(this::nothingFits)));
  }

  private List<Stage> stages(List<BuildpackReference> references, Path app)
      throws IOException, InterruptedException {
    List<Stage> stages = new ArrayList<>();
    for (BuildpackReference reference : references) {
      stages.add(
          reference instanceof BuildpackReference.Named named
              ? named(named)
              : new ClassicStage(reference.shown(), classic.find(reference, app)));
    }
    return stages;
  }

  private Stage named(BuildpackReference.Named reference) {
    return Buildpacks.named(reference.name(), builtIn)
        .map(JavaStage::new)
        .orElseThrow(
            () ->
                new BuildFailedException(
                    "no buildpack named "
                        + reference.name()
                        + " (expected: one of "
                        + known()
                        + ", or the URL of one)"));
  }

  private Optional<Stage> recognised(Path app) throws IOException {
    for (Buildpack buildpack : builtIn) {
      if (buildpack.detect(app).isPresent()) {
        return Optional.of(new JavaStage(buildpack));
      }
    }
    return Optional.empty();
  }

  private BuildFailedException nothingFits() {
    return new BuildFailedException(
        "no language detected: this platform knows "
            + known()
            + "; add a Procfile (web: command) to say how the app is run");
  }

  private String known() {
    return builtIn.stream().map(Buildpack::name).collect(Collectors.joining(", "));
  }
}
