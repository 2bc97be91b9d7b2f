package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds out how the app is run, from what the buildpacks left. */
final class DescribeStep {
  private DescribeStep() {}

  /** How the app is run. */
  record Described(Map<ProcessType, String> processTypes, HealthCheck healthCheck) {}

  static Described describe(BuildpacksStep.Built built, CompileContext context) throws IOException {
    Path app = context.appDirectory();
    Optional<Procfile> procfile = Procfile.readFrom(app);
    Map<ProcessType, String> types = processTypes(procfile, built, context.output());
    if (procfile.isPresent()) {
      String searchPath = built.programs().before(app, Tools.searchPath());
      new CommandCheck(app, searchPath).check(procfile.get());
    }
    return new Described(types, AppJson.healthCheck(app));
  }

  private static Map<ProcessType, String> processTypes(
      Optional<Procfile> procfile, BuildpacksStep.Built built, BuildOutput output) {
    output.step("Discovering process types");
    Map<ProcessType, String> types = new HashMap<>(built.processTypes());
    if (procfile.isPresent()) {
      Map<ProcessType, Procfile.Entry> declared = procfile.get().entries();
      output.detail("Procfile declares types -> " + names(declared.keySet()));
      declared.forEach((type, entry) -> types.put(type, entry.command()));
    } else {
      output.detail("Default types for " + built.language() + " -> " + names(types.keySet()));
    }
    if (types.isEmpty()) {
      throw new BuildFailedException(
          "nothing to run: add a Procfile (web: command) to say how the app is run");
    }
    return types;
  }

  private static String names(Set<ProcessType> types) {
    return new TreeSet<>(types).stream().map(ProcessType::value).collect(Collectors.joining(", "));
  }
}
