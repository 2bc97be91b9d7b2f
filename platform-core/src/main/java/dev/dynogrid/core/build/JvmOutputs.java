package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a build tool leaves what it makes, in each module's folder.
 *
 * @param output all of it
 * @param jars the folder of jars
 * @param scripts folders below {@code output} that hold a {@code bin} with start scripts; one
 *     folder more lies between where the tool names it after the app
 */
record JvmOutputs(String output, String jars, String scripts) {
  static final JvmOutputs OF_MAVEN = new JvmOutputs("target", "target", "appassembler");
  static final JvmOutputs OF_GRADLE = new JvmOutputs("build", "build/libs", "install/*");

  private static final Pattern NOT_THE_APP =
      Pattern.compile("(?:original-.*|.*-(?:sources|javadoc|tests|test-sources|plain))\\.[jw]ar");
  private static final List<String> NOT_FOR_DYNOS =
      List.of(
          "maven-archiver",
          "maven-status",
          "generated-test-sources",
          "test-classes",
          "surefire-reports",
          "reports",
          "test-results",
          "tmp",
          "kotlin");

  /** Looks through the folders of modules, relative to the app. */
  JvmLaunch find(Path app, List<String> modules, Optional<String> mainClass, boolean micronaut)
      throws IOException {
    List<JvmArtifact> artifacts = new ArrayList<>();
    List<String> starts = new ArrayList<>();
    List<String> dependencies = new ArrayList<>();
    Optional<String> runner = Optional.empty();
    for (String module : modules) {
      Path folder = app.resolve(module);
      for (Path file : list(folder.resolve(jars))) {
        if (isArtifact(file)) {
          artifacts.add(JvmArtifact.read(app, file));
        }
      }
      Path quarkus = folder.resolve(output).resolve("quarkus-app/quarkus-run.jar");
      if (Files.isRegularFile(quarkus)) {
        artifacts.add(JvmArtifact.read(app, quarkus));
      }
      for (Path bin : bins(folder.resolve(output))) {
        list(bin).stream()
            .filter(file -> Files.isExecutable(file) && !file.toString().endsWith(".bat"))
            .forEach(file -> starts.add(app.relativize(file).toString()));
      }
      Path beside = folder.resolve(output).resolve("dependency");
      if (!list(beside).isEmpty()) {
        dependencies.add(app.relativize(beside).toString());
      }
      if (Files.isRegularFile(beside.resolve("webapp-runner.jar"))) {
        runner = Optional.of(app.relativize(beside.resolve("webapp-runner.jar")).toString());
      }
    }
    return new JvmLaunch(artifacts, starts, dependencies, runner, mainClass, micronaut);
  }

  private static boolean isArtifact(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".jar") || name.endsWith(".war"))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && !NOT_THE_APP.matcher(name).matches();
  }

  private List<Path> bins(Path folder) throws IOException {
    if (!scripts.endsWith("/*")) {
      return List.of(folder.resolve(scripts).resolve("bin"));
    }
    return list(folder.resolve(scripts.replace("/*", ""))).stream()
        .map(each -> each.resolve("bin"))
        .toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Takes out of a slug what no dyno reads. */
  void slim(Path app, List<String> modules) throws IOException {
    for (String module : modules) {
      Path folder = app.resolve(module).resolve(output);
      for (String name : NOT_FOR_DYNOS) {
        Trees.removeIfThere(folder.resolve(name));
      }
      for (Path file : list(folder)) {
        if (file.getFileName().toString().endsWith(".jar.original")) {
          Files.delete(file);
        }
      }
    }
  }
}
