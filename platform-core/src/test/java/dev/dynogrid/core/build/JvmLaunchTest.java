package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How what a build left is run. */
class JvmLaunchTest {
  @TempDir Path app;
  private List<String> modules = List.of("");
  private Optional<String> mainClass = Optional.empty();

  @Test
  void springBootListensOnThePort() throws Exception {
    jar("target/shop-1.0.jar", "org.springframework.boot.loader.launch.JarLauncher", "");
    jar("target/shop-1.0-sources.jar", "", "");
    jar("target/shop-1.0-plain.jar", "shop.Main", "");
    Files.createFile(app.resolve("target/shop-1.0.jar.original"));
    assertThat(web())
        .isEqualTo("exec java -Dserver.port=$PORT $JAVA_OPTS -jar target/shop-1.0.jar");
    JvmOutputs.OF_MAVEN.slim(app, modules);
    assertThat(app.resolve("target/shop-1.0.jar")).exists();
    assertThat(app.resolve("target/shop-1.0.jar.original")).doesNotExist();
  }

  @Test
  void aWarOfSpringBootRunsAsItsJarDoes() throws Exception {
    jar("target/shop.war", "org.springframework.boot.loader.WarLauncher", "");
    assertThat(web()).endsWith("-Dserver.port=$PORT $JAVA_OPTS -jar target/shop.war");
  }

  @Test
  void quarkusIsTakenBeforeItsThinJar() throws Exception {
    jar("target/shop-1.0.jar", "", "");
    jar("target/quarkus-app/quarkus-run.jar", "io.quarkus.bootstrap.runner.QuarkusEntryPoint", "x");
    assertThat(web())
        .isEqualTo(
            "exec java -Dquarkus.http.host=0.0.0.0 -Dquarkus.http.port=$PORT $JAVA_OPTS -jar"
                + " target/quarkus-app/quarkus-run.jar");
  }

  @Test
  void theModuleWithTheRunnableJarIsFound() throws Exception {
    modules = List.of("", "core", "web");
    jar("core/target/core-1.jar", "", "");
    jar("web/target/web-1.jar", "web.Main", "");
    assertThat(web()).isEqualTo("exec java $JAVA_OPTS -jar web/target/web-1.jar");
  }

  @Test
  void twoRunnableJarsAreTheOwnersChoice() throws Exception {
    jar("target/a.jar", "a.Main", "");
    jar("target/b.jar", "b.Main", "");
    assertThatThrownBy(this::web)
        .hasMessageContaining("target/a.jar, target/b.jar")
        .hasMessageContaining("Procfile");
  }

  @Test
  void aThinJarRunsWithTheJarsBesideIt() throws Exception {
    jar("target/a.jar", "a.Main", "");
    jar("target/dependency/b.jar", "", "");
    assertThat(web())
        .isEqualTo("exec java $JAVA_OPTS -cp \"target/a.jar:target/dependency/*\" a.Main");
    jar("target/a.jar", "a.Main", "dependency/b.jar");
    assertThat(web()).endsWith("-jar target/a.jar");
  }

  @Test
  void aJarThatNamesNoClassRunsTheOneOfTheBuildFile() throws Exception {
    jar("target/a.jar", "", "");
    mainClass = Optional.of("a.Main");
    assertThat(web()).isEqualTo("exec java $JAVA_OPTS -cp \"target/a.jar\" a.Main");
  }

  @Test
  void startScriptsAreUsed() throws Exception {
    jar("target/a.jar", "", "");
    script("target/appassembler/bin/a");
    script("target/appassembler/bin/a.bat");
    assertThat(web()).isEqualTo("exec target/appassembler/bin/a");
    script("build/install/shop/bin/shop");
    assertThat(JvmOutputs.OF_GRADLE.find(app, modules, mainClass, false).web())
        .isEqualTo("exec build/install/shop/bin/shop");
  }

  @Test
  void aWarRunsWhereThereIsSomethingThatRunsWars() throws Exception {
    jar("target/a.war", "", "");
    assertThatThrownBy(this::web).hasMessageContaining("target/a.war");
    jar("target/dependency/webapp-runner.jar", "", "");
    assertThat(web())
        .isEqualTo(
            "exec java $JAVA_OPTS -jar target/dependency/webapp-runner.jar --port $PORT"
                + " target/a.war");
  }

  @Test
  void micronautIsToldItsPort() throws Exception {
    jar("target/a.jar", "a.Main", "");
    assertThat(JvmOutputs.OF_MAVEN.find(app, modules, mainClass, true).web())
        .isEqualTo("exec java -Dmicronaut.server.port=$PORT $JAVA_OPTS -jar target/a.jar");
  }

  @Test
  void nothingToRunIsToldWithWhatToDo() throws Exception {
    assertThatThrownBy(this::web).hasMessageStartingWith("the build made no jar: ");
    jar("target/a.jar", "", "");
    assertThatThrownBy(this::web).hasMessageContaining("target/a.jar (no Main-Class");
  }

  @Test
  void aLinkIsNoArtifact() throws Exception {
    jar("elsewhere.jar", "a.Main", "");
    Files.createDirectories(app.resolve("target"));
    Files.createSymbolicLink(app.resolve("target/a.jar"), app.resolve("elsewhere.jar"));
    assertThatThrownBy(this::web).hasMessageStartingWith("the build made no jar");
  }

  @Test
  void dynosGetTheJdkOfTheBuildAndAHeapOfTheirSize() throws Exception {
    Path jdk = Path.of(System.getProperty("java.home"));
    JvmProfile.write(app, new Jdk(jdk, "17"));
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh", "-c", ". ./.profile.d/jvm.sh; echo $JAVA_TOOL_OPTIONS; command -v java");
    shell.directory(app.toFile()).environment().put("MEMORY_AVAILABLE", "1024");
    shell.environment().put("JAVA_TOOL_OPTIONS", "-Xmx5m");
    assertThat(new String(shell.start().getInputStream().readAllBytes()))
        .isEqualTo("-XX:MaxRAM=1024m -XX:MaxRAMPercentage=60 -Xmx5m\n" + jdk + "/bin/java\n");
  }

  private String web() throws IOException {
    return JvmOutputs.OF_MAVEN.find(app, modules, mainClass, false).web();
  }

  private void script(String name) throws IOException {
    Path file = app.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void jar(String name, String main, String classPath) throws IOException {
    Path file = app.resolve(name);
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!main.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    }
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
