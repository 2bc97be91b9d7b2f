package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How what a build has made is run.
 *
 * @param artifacts its jars and wars, without those of sources, tests and documentation
 * @param scripts start scripts that the build has made
 * @param dependencies folders of jars beside the artifacts, relative to the app
 * @param webappRunner a jar that runs wars
 * @param mainClass the class that the build file says is to be run
 * @param micronaut whether the app is Micronaut's, which reads its port as it alone does
 */
record JvmLaunch(
    List<JvmArtifact> artifacts,
    List<String> scripts,
    List<String> dependencies,
    Optional<String> webappRunner,
    Optional<String> mainClass,
    boolean micronaut) {
  /** The user's own options last, so that they win. */
  private static final String JAVA = "exec java ";

  private static final String OPTIONS = "$JAVA_OPTS ";

  /**
   * The command of a web dyno.
   *
   * @throws BuildFailedException if it cannot be told; the message says what is there
   */
  String web() {
    Optional<JvmArtifact> quarkus = artifacts.stream().filter(JvmArtifact::isQuarkus).findFirst();
    if (quarkus.isPresent()) {
      return JAVA
          + "-Dquarkus.http.host=0.0.0.0 -Dquarkus.http.port=$PORT "
          + OPTIONS
          + "-jar "
          + quarkus.get().path();
    }
    return boot().or(this::script).or(this::plain).or(this::war).orElseThrow(this::nothing);
  }

  private Optional<String> boot() {
    return only(JvmArtifact::springBoot)
        .map(jar -> JAVA + "-Dserver.port=$PORT " + OPTIONS + "-jar " + jar.path());
  }

  private Optional<String> script() {
    if (scripts.size() > 1) {
      throw several(scripts.stream());
    }
    return scripts.stream().findFirst().map(script -> "exec " + script);
  }

  private Optional<String> plain() {
    String port = micronaut ? "-Dmicronaut.server.port=$PORT " : "";
    Optional<JvmArtifact> jar = only(artifact -> artifact.runs() && !artifact.isWar());
    if (jar.isPresent() && (jar.get().namesOthers() || dependencies.isEmpty())) {
      return Optional.of(JAVA + port + OPTIONS + "-jar " + jar.get().path());
    }
    Stream<String> jars = artifacts.stream().filter(each -> !each.isWar()).map(JvmArtifact::path);
    String classPath =
        Stream.concat(jars, dependencies.stream().map(folder -> folder + "/*"))
            .collect(Collectors.joining(":"));
    return jar.map(JvmArtifact::mainClass)
        .or(() -> mainClass)
        .filter(name -> !classPath.isEmpty())
        .map(name -> JAVA + port + OPTIONS + "-cp \"" + classPath + "\" " + name);
  }

  private Optional<String> war() {
    return only(JvmArtifact::isWar)
        .flatMap(
            war ->
                webappRunner.map(
                    jar -> JAVA + OPTIONS + "-jar " + jar + " --port $PORT " + war.path()));
  }

  private Optional<JvmArtifact> only(Predicate<JvmArtifact> fits) {
    List<JvmArtifact> found = artifacts.stream().filter(fits).toList();
    if (found.size() > 1) {
      throw several(found.stream().map(JvmArtifact::path));
    }
    return found.stream().findFirst();
  }

  private static BuildFailedException several(Stream<String> names) {
    return new BuildFailedException(
        "more than one of what was built can be run ("
            + names.sorted().collect(Collectors.joining(", "))
            + "): say which in a Procfile, such as web: java -Dserver.port=$PORT -jar PATH");
  }

  private BuildFailedException nothing() {
    String made =
        artifacts.isEmpty()
            ? "the build made no jar"
            : "none of what was built can be run by itself: "
                + artifacts.stream().map(JvmArtifact::path).collect(Collectors.joining(", "))
                + " (no Main-Class in the manifest)";
    return new BuildFailedException(
        made
            + ": have the build name a main class (spring-boot-maven-plugin, maven-shade-plugin,"
            + " maven-jar-plugin's manifest, or the property exec.mainClass), or add a Procfile"
            + " (web: java -cp target/classes:target/dependency/* MainClass)");
  }
}
