package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a Gradle project before Gradle runs. */
class GradleProjectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "21 | java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }",
        "17 | sourceCompatibility = '17'",
        "17 | java.sourceCompatibility = JavaVersion.VERSION_17",
        "8  | sourceCompatibility = 1.8",
        "21 | kotlin { jvmToolchain(21) }",
        "0  | version = '21'",
      })
  void theJavaThatItIsCompiledForIsRead(int release, String text) {
    assertThat(project(text).release()).isEqualTo(release);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "build -x test   | plugins { id 'org.springframework.boot' version '3.5.0' }",
        "build -x test   | plugins { id(\"io.quarkus\") }",
        "shadowJar       | plugins { id 'com.gradleup.shadow' }",
        "installDist     | plugins { id 'application' }",
        "installDist     | plugins { id(\"io.micronaut.application\") }",
        "assemble        | plugins { id 'java' }",
        "stage           | plugins { id 'application' }; task stage { dependsOn 'x' }",
        "stage           | tasks.register(\"stage\") { }",
      })
  void theTaskIsTheOneThatMakesWhatRuns(String tasks, String text) {
    assertThat(String.join(" ", project(text).tasks(""))).isEqualTo(tasks);
    assertThat(project(text).tasks("own 'a b'")).containsExactly("own", "a b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | implementation 'a:b:1.+'",
        "true  | implementation 'a:b:1.0-SNAPSHOT'",
        "true  | implementation 'a:b:latest.release'",
        "false | implementation 'a:b:1.0'",
      })
  void versionsThatChangeByThemselvesAreLookedUpEachTime(boolean floats, String text) {
    assertThat(project(text).floats()).isEqualTo(floats);
  }

  private static GradleProject project(String text) {
    return new GradleProject(List.of(text));
  }
}
