package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Maven 3.8 and 3.9 say, and what is made of it. */
class BuildReportTest {
  private final List<String> shown = new ArrayList<>();
  private final BuildReport report = new BuildReport(new Shown(), Path.of("/build/app"));

  /** Keeps what the owner reads. */
  private final class Shown implements BuildOutput {
    @Override
    public void step(String text) {
      shown.add(text);
    }

    @Override
    public void detail(String text) {
      shown.add(text);
    }

    @Override
    public void warning(String text) {
      shown.add(text);
    }
  }

  @Test
  void errorsAreToldWithFileAndLineAsTheAppHasThem() {
    say("[INFO]", "", "\u001B[1;31m[ERROR]\u001B[m /build/app/src/A b.java:[3,17] ';' expected");
    say("[ERROR] /build/app/src/A b.java:[3,17] ';' expected");
    say("[ERROR] /build/app/src/K.kt: (7, 1) Unresolved reference: x");
    assertThatThrownBy(this::fail)
        .isInstanceOf(BuildFailedException.class)
        .hasMessage(
            "mvn exited with status 1\nsrc/A b.java:3: ';' expected\n"
                + "src/K.kt:7: Unresolved reference: x");
    assertThat(shown).first().isEqualTo("[ERROR] src/A b.java:[3,17] ';' expected");
  }

  @Test
  void aPomThatMavenRefusesIsToldWithItsLine() {
    say("[FATAL] Non-parseable POM /build/app/pom.xml: end tag (position: x) @ line 9, column 3");
    assertThatThrownBy(this::fail).hasMessageContaining("pom.xml: end tag", "line 9, column 3");
  }

  @Test
  void anIndexOutOfReachIsToldWithWhatToDo() {
    say(
        "[ERROR] Plugin a:b:1 or one of its dependencies could not be resolved: Could not transfer"
            + " artifact a:b:pom:1 from/to central (https://repo.example): Unknown host");
    assertThatThrownBy(this::fail)
        .hasMessageContaining("out of reach")
        .hasMessageContaining("mirror");
    assertThat(report.wantsIndex()).isFalse();
  }

  @Test
  void whatIsMissingWithoutTheIndexIsAskedForWithIt() {
    say(
        "[ERROR] Cannot access central (https://repo.example) in offline mode and the artifact"
            + " a:b:jar:1 has not been downloaded from it before.");
    report.ended("mvn", 1);
    assertThat(report.wantsIndex()).isTrue();
  }

  @Test
  void anotherJavaIsNamed() {
    say("[ERROR] Fatal error compiling: error: release version 21 not supported");
    assertThatThrownBy(this::fail).hasMessageContaining("java.runtime.version=21");
  }

  @Test
  void aBuildThatSucceedsFailsNothing() {
    say("[ERROR] /build/app/A.java:[1,1] an annotation processor likes to shout");
    report.ended("mvn", 0);
    assertThatCode(report::throwIfFailed).doesNotThrowAnyException();
  }

  private void say(String... lines) {
    for (String line : lines) {
      report.accept(line);
    }
  }

  private void fail() {
    report.ended("mvn", 1);
    report.throwIfFailed();
  }
}
