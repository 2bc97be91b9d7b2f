package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Java and Kotlin built by Gradle: by the app's wrapper, or by this machine's Gradle. {@link
 * GradleProject} tells what is asked of it. No daemon: nothing of a build outlives it.
 */
final class GradleBuildpack implements Buildpack {
  private static final String WRAPPER = "gradlew";
  private static final String WRAPPER_JAR = "gradle/wrapper/gradle-wrapper.jar";
  private static final int MODULE_DEPTH = 3;

  @Override
  public String name() {
    return "gradle";
  }

  @Override
  public String version() {
    try {
      return "1 " + Tools.version("gradle") + " " + Jdks.ofThisMachine().versions();
    } catch (IOException e) {
      throw new UncheckedIOException("this machine's JDKs cannot be looked at", e);
    }
  }

  @Override
  public Optional<String> detect(Path app) {
    return GradleProject.FILES.stream().anyMatch(file -> Files.isRegularFile(app.resolve(file)))
        ? Optional.of("Java")
        : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    Path folder = Files.createDirectories(context.cacheDirectory().resolve("gradle"));
    List<String> modules = modules(app);
    GradleProject project = GradleProject.read(app, modules);
    Jdk jdk = Jdks.ofThisMachine().choose(JavaVersion.wanted(app, project.release()));
    List<String> program = program(app);
    List<String> tasks = project.tasks(context.environment().getOrDefault("GRADLE_TASK", ""));
    context
        .output()
        .step(
            "Building with "
                + (program.contains(WRAPPER) ? "the Gradle wrapper" : "Gradle")
                + " on Java "
                + jdk.version()
                + ": "
                + String.join(" ", tasks));
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--no-daemon", "--console=plain"));
    command.addAll(tasks);
    build(context, command, environment(folder, jdk), mark(project, command, folder, jdk));
    JvmLaunch launch =
        JvmOutputs.OF_GRADLE.find(app, modules, Optional.empty(), project.isMicronaut());
    JvmOutputs.OF_GRADLE.slim(app, modules);
    Trees.removeIfThere(app.resolve(".gradle"));
    JvmProfile.write(app, jdk);
    boolean webIsSaid = context.procfile().containsKey(ProcessType.WEB.value());
    return new BuildpackResult(
        webIsSaid ? Map.of() : Map.of(ProcessType.WEB, launch.web()), Map.of());
  }

  private static List<String> program(Path app) {
    if (Files.isRegularFile(app.resolve(WRAPPER))
        && Files.isRegularFile(app.resolve(WRAPPER_JAR))) {
      return List.of("sh", WRAPPER);
    } else if (Tools.find("gradle").isPresent()) {
      return List.of("gradle");
    }
    throw new BuildFailedException(
        "gradle not found: add the Gradle wrapper to the app (gradle wrapper; commit gradlew and "
            + WRAPPER_JAR
            + "), or install gradle on the machine that compiles");
  }

  private static Map<String, String> environment(Path folder, Jdk jdk) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GRADLE_USER_HOME", folder.toString());
    environment.put("JAVA_HOME", jdk.home().toString());
    return environment;
  }

  private static FetchMark mark(GradleProject project, List<String> command, Path folder, Jdk jdk) {
    List<String> inputs = new ArrayList<>(project.texts());
    inputs.addAll(command);
    inputs.add(Tools.version("gradle") + jdk.version());
    return FetchMark.of(folder, inputs, project.floats());
  }

  private static void build(
      BuildContext context, List<String> command, Map<String, String> environment, FetchMark mark)
      throws IOException, InterruptedException {
    if (mark.isUpToDate()) {
      List<String> offline = new ArrayList<>(command);
      offline.add("--offline");
      BuildReport report = run(context, offline, environment);
      if (!report.wantsIndex()) {
        report.throwIfFailed();
        return;
      }
    }
    mark.forget();
    run(context, command, environment).throwIfFailed();
    mark.keep();
  }

  private static BuildReport run(
      BuildContext context, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    BuildReport report = new BuildReport(context.output(), context.appDirectory());
    report.ended(
        command.contains(WRAPPER) ? WRAPPER : "gradle", context.run(command, environment, report));
    return report;
  }

  /** Folders that have a build file, relative to the app. */
  private static List<String> modules(Path app) throws IOException {
    try (Stream<Path> walk = Files.find(app, MODULE_DEPTH, (path, is) -> is.isRegularFile())) {
      return Stream.concat(
              Stream.of(""),
              walk.filter(file -> file.getFileName().toString().startsWith("build.gradle"))
                  .map(file -> app.relativize(file.resolveSibling("")).toString())
                  .sorted())
          .distinct()
          .toList();
    }
  }
}
