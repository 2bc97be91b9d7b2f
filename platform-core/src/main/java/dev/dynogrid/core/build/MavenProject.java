package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A Maven project with its modules, as far as it can be told without Maven.
 *
 * @param poms by folder, relative to the app; the app's own is {@code ""}, and the first
 */
record MavenProject(Map<String, Pom> poms) {
  private static final int MOST_MODULES = 500;

  /** Plugins whose jar brings its dependencies along, or names them. */
  private static final Set<String> PACKERS =
      Set.of(
          "spring-boot-maven-plugin",
          "maven-shade-plugin",
          "maven-assembly-plugin",
          "quarkus-maven-plugin",
          "micronaut-maven-plugin",
          "appassembler-maven-plugin",
          "onejar-maven-plugin",
          "maven-dependency-plugin");

  private static final Set<String> AT_RUN_TIME = Set.of("compile", "runtime");

  static MavenProject read(Path app) throws IOException {
    Map<String, Pom> poms = new LinkedHashMap<>();
    add(app, "", poms);
    return new MavenProject(poms);
  }

  private static void add(Path app, String folder, Map<String, Pom> poms) throws IOException {
    String file = folder.isEmpty() ? Pom.NAME : folder + "/" + Pom.NAME;
    String text = SourceText.of(app, file);
    if (text.isEmpty() || poms.containsKey(folder)) {
      return;
    } else if (poms.size() >= MOST_MODULES) {
      throw new BuildFailedException(Pom.NAME + ": more than " + MOST_MODULES + " modules");
    }
    Pom pom = Pom.parse(file, text);
    poms.put(folder, pom);
    for (String module :
        Stream.concat(
                pom.at("modules", "module").stream(),
                pom.at("profiles", "profile", "modules", "module").stream())
            .toList()) {
      Path path = app.resolve(folder).resolve(module).normalize();
      if (path.startsWith(app)) {
        add(app, app.relativize(path).toString(), poms);
      }
    }
  }

  /** The folders of modules, relative to the app. */
  List<String> folders() {
    return List.copyOf(poms.keySet());
  }

  /** The Java that it is compiled for, at least; 0 if it does not say. */
  int release() {
    return all(pom ->
            Stream.of(
                    Stream.of(
                            "maven.compiler.release",
                            "maven.compiler.target",
                            "maven.compiler.source",
                            "java.version")
                        .flatMap(name -> pom.property(name).stream()),
                    pom.configuration("maven-compiler-plugin", "release").stream(),
                    pom.configuration("maven-compiler-plugin", "target").stream())
                .flatMap(texts -> texts))
        .flatMapToInt(text -> JavaVersion.feature(text).stream())
        .max()
        .orElse(0);
  }

  /** Whether its jars can only run with jars beside them that nothing puts there. */
  boolean lacksDependencies() {
    return all(pom -> pom.plugins().stream()).noneMatch(PACKERS::contains)
        && all(pom -> pom.dependencies().stream())
            .anyMatch(dependency -> AT_RUN_TIME.contains(dependency.scope()));
  }

  /** The class that is to be run, where a pom names one. */
  Optional<String> mainClass() {
    return all(pom ->
            Stream.concat(
                Stream.of("exec.mainClass", "start-class", "mainClass", "main.class")
                    .flatMap(name -> pom.property(name).stream()),
                pom.configuration("exec-maven-plugin", "mainClass").stream()))
        .filter(name -> name.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*"))
        .findFirst();
  }

  boolean uses(String group) {
    return all(pom -> Stream.concat(pom.at("parent", "groupId").stream(), groups(pom)))
        .anyMatch(name -> name.equals(group) || name.startsWith(group + "."));
  }

  private static Stream<String> groups(Pom pom) {
    return pom.dependencies().stream().map(Pom.Dependency::group);
  }

  /** Whether what it needs can change although its poms do not. */
  boolean floats() {
    List<String> versions = new ArrayList<>();
    all(pom ->
            Stream.of(
                    pom.dependencies().stream().map(Pom.Dependency::version),
                    pom
                        .at("dependencyManagement", "dependencies", "dependency", "version")
                        .stream(),
                    pom.at("build", "plugins", "plugin", "version").stream(),
                    pom.at("parent", "relativePath").isEmpty()
                        ? pom.at("parent", "version").stream()
                        : Stream.<String>empty())
                .flatMap(texts -> texts))
        .forEach(versions::add);
    return versions.stream()
        .anyMatch(
            version ->
                version.startsWith("[")
                    || version.startsWith("(")
                    || version.equals("LATEST")
                    || version.equals("RELEASE")
                    || version.endsWith("-SNAPSHOT"));
  }

  private <T> Stream<T> all(Function<Pom, Stream<T>> facts) {
    return poms.values().stream().flatMap(facts);
  }
}
