package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lets the buildpacks work, one after the other, each on what the ones before it made. */
final class BuildpacksStep {
  private final CompileContext context;
  private final ChecksBeside checks;
  private Map<ProcessType, String> processTypes = Map.of();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> path = new ArrayList<>();
  private String language = "";
  private boolean moved;

  private BuildpacksStep(CompileContext context, ChecksBeside checks) {
    this.context = context;
    this.checks = checks;
  }

  /**
   * What the buildpacks made, beside the files.
   *
   * @param language what the last one calls the app
   * @param processTypes default commands: those of the last one that has any
   * @param environment defaults for dynos: of two of one name, the later one's
   * @param programs where the programs are that they put into the app, the later ones' first
   */
  record Built(
      String language,
      Map<ProcessType, String> processTypes,
      Map<String, String> environment,
      ProgramPath programs) {}

  /** Runs them; sources are looked at from when the last that may move them has ended. */
  static Built run(Lineup lineup, CompileContext context, ChecksBeside checks, Scratch scratch)
      throws IOException, InterruptedException {
    BuildpacksStep step = new BuildpacksStep(context, checks);
    List<Stage> stages = lineup.stages();
    for (Stage stage : stages) {
      stage.prepare(context, scratch);
    }
    if (stages.stream().anyMatch(Stage::movesSource)) {
      checks.remember(context.appDirectory());
    }
    boolean any = false;
    for (int i = 0; i < stages.size(); i++) {
      boolean settled = stages.stream().skip(i).noneMatch(Stage::movesSource);
      any |= step.ran(stages.get(i), lineup.required(), settled);
    }
    if (!any) {
      step.ran(lineup.otherwise().orElseThrow(() -> nothingFits(stages)), true, true);
    }
    if (step.moved) {
      LinkStep.settle(context.roots(), context.output());
    }
    checks.begin(context);
    ProgramPath programs = new ProgramPath(step.path);
    programs.writeTo(context.appDirectory());
    return new Built(step.language, step.processTypes, step.environment, programs);
  }

  private static BuildFailedException nothingFits(List<Stage> stages) {
    return new BuildFailedException(
        "none of the buildpacks fits the app: "
            + stages.stream().map(Stage::name).collect(Collectors.joining(", "))
            + "; add a Procfile (web: command) to say how the app is run");
  }

  private boolean ran(Stage stage, boolean required, boolean settled)
      throws IOException, InterruptedException {
    Optional<String> detected = stage.detect(context);
    if (detected.isEmpty() && required) {
      throw new BuildFailedException(
          "the app does not fit the buildpack "
              + stage.name()
              + ": it did not recognise the app; choose another buildpack, or none");
    } else if (detected.isEmpty()) {
      return false;
    }
    language = detected.get();
    context.output().step(language + " app detected");
    if (settled) {
      checks.begin(context);
    }
    BuildpackResult result = stage.compile(context);
    context.checkTime();
    moved |= stage.movesSource();
    requireApp(stage);
    if (!result.processTypes().isEmpty()) {
      processTypes = result.processTypes();
    }
    environment.putAll(result.environment());
    path.addAll(0, result.path());
    return true;
  }

  /** A link in its place would lead all that follows elsewhere. */
  private void requireApp(Stage stage) {
    if (!Files.isDirectory(context.appDirectory(), LinkOption.NOFOLLOW_LINKS)) {
      throw new BuildFailedException(
          "buildpack " + stage.name() + ": it left no folder in the place of the app's");
    }
  }
}
