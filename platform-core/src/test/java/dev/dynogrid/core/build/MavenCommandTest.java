package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenCommandTest {
  private static final Jdk JDK = new Jdk(Path.of("/jdk"), "17.0.15");
  private static final MavenTool MAVEN = new MavenTool(List.of("mvn"), "1", Path.of("/maven"));

  @TempDir Path cache;

  @Test
  void testsAreSkippedAndTheRepositoryIsTheAppsOwn() {
    assertThat(command(Map.of(), false).arguments(false))
        .startsWith("mvn", "-B")
        .contains("-Dmaven.repo.local=" + cache.resolve("repository"))
        .doesNotContain("-o")
        .endsWith("-DskipTests", "package");
  }

  @Test
  void aJarThatNeedsOthersGetsThem() {
    assertThat(command(Map.of(), true).arguments(true))
        .contains("-o", "-DincludeScope=runtime")
        .endsWith("package", "dependency:copy-dependencies");
  }

  @Test
  void goalsAndOptionsAreTheOwners() {
    Map<String, String> config =
        Map.of(
            "MAVEN_CUSTOM_GOALS", "clean install",
            "MAVEN_CUSTOM_OPTS", "-Pprod -Dname='a b' -Dother=\"c\"",
            "MAVEN_SETTINGS_PATH", "conf/settings.xml");
    assertThat(command(config, true).arguments(false))
        .containsSequence("-s", "conf/settings.xml")
        .doesNotContain("-DskipTests", "-DincludeScope=runtime")
        .endsWith("clean", "install");
    assertThat(MavenCommand.words("-Pprod 'a b' \"c d\"  e"))
        .containsExactly("-Pprod", "a b", "c d", "e");
  }

  @Test
  void theJvmIsAQuickOneUnlessTheAppSaysOtherwise() {
    assertThat(mavenOptions(JDK, Map.of(), ""))
        .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:ArchiveClassesAtExit=")
        .contains("-Duser.home=" + cache.resolve("home"));
    assertThat(mavenOptions(JDK, Map.of("MAVEN_OPTS", "-XX:+UseG1GC"), ""))
        .doesNotContain("SerialGC")
        .endsWith("-XX:+UseG1GC");
    assertThat(mavenOptions(JDK, Map.of(), "-XX:+UseParallelGC")).doesNotContain("SerialGC");
    assertThat(mavenOptions(new Jdk(Path.of("/jdk"), "11.0.2"), Map.of(), ""))
        .doesNotContain("Archive", "Xlog");
  }

  @Test
  void anArchiveOfMavensClassesIsUsedOnceItIsThere() throws Exception {
    ClassData data = ClassData.in(cache, "maven", "17.0.15");
    Files.createFile(cache.resolve("maven-17.0.15.jsa.new"));
    data.keep();
    assertThat(mavenOptions(JDK, Map.of(), ""))
        .contains("-XX:SharedArchiveFile=" + cache.resolve("maven-17.0.15.jsa"));
    data.forget();
    assertThat(mavenOptions(JDK, Map.of(), "")).contains("-XX:ArchiveClassesAtExit=");
  }

  private String mavenOptions(Jdk jdk, Map<String, String> config, String jvmConfig) {
    ClassData data = ClassData.in(cache, "maven", jdk.version());
    return new MavenCommand(MAVEN, jdk, cache, config, false)
        .environment(data, jvmConfig)
        .getOrDefault("MAVEN_OPTS", "");
  }

  private MavenCommand command(Map<String, String> config, boolean withDependencies) {
    return new MavenCommand(MAVEN, JDK, cache, config, withDependencies);
  }
}
