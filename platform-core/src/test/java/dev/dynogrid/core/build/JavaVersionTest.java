package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Java an app asks for, and which JDK it gets. */
class JavaVersionTest {
  private static final Jdk OWN = new Jdk(Path.of("/jdk/17"), "17.0.15");
  private static final Jdks MACHINE =
      new Jdks(
          List.of(
              OWN,
              new Jdk(Path.of("/jdk/25"), "25.0.1"),
              new Jdk(Path.of("/jdk/8"), "1.8.0_392"),
              new Jdk(Path.of("/jdk/21"), "21.0.4")));

  @TempDir Path app;

  @ParameterizedTest
  @CsvSource({
    "17, 17",
    "21, 21",
    "1.8, 8",
    "8, 8",
    "11.0.22, 11",
    "zulu-21, 21",
    "openjdk-17.0.2, 17",
    "25-ea, 25",
    "1.8.0_392, 8"
  })
  void theFieldsWaysToNameAVersionAreUnderstood(String text, int feature) throws Exception {
    Files.writeString(app.resolve("system.properties"), "java.runtime.version=" + text + "\n");
    assertThat(JavaVersion.wanted(app, 0).exactly()).hasValue(feature);
  }

  @Test
  void whatIsNoVersionIsRefused() throws Exception {
    Files.writeString(app.resolve("system.properties"), "java.runtime.version=newest\n");
    assertThatThrownBy(() -> JavaVersion.wanted(app, 0))
        .isInstanceOf(BuildFailedException.class)
        .hasMessage(
            "system.properties: java.runtime.version: newest (expected: a version such as 17 or"
                + " 21)");
  }

  @Test
  void thePlatformsOwnJdkIsTakenUnlessItIsTooOld() throws Exception {
    assertThat(JavaVersion.wanted(app, 11)).isEqualTo(new JavaVersion(OptionalInt.empty(), 11));
    assertThat(chosen(OptionalInt.empty(), 0)).isEqualTo(17);
    assertThat(chosen(OptionalInt.empty(), 11)).isEqualTo(17);
    assertThat(chosen(OptionalInt.empty(), 18)).isEqualTo(21);
    assertThat(chosen(OptionalInt.empty(), 22)).isEqualTo(25);
  }

  @Test
  void whatSystemPropertiesSayIsTakenAsItIs() {
    assertThat(chosen(OptionalInt.of(8), 17)).isEqualTo(8);
    assertThat(chosen(OptionalInt.of(25), 0)).isEqualTo(25);
  }

  @Test
  void aJdkThatIsNotThereIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> chosen(OptionalInt.of(11), 0))
        .hasMessageContainingAll("system.properties asks for Java 11", "17.0.15", "25.0.1");
    assertThatThrownBy(() -> chosen(OptionalInt.empty(), 26))
        .hasMessageContaining("the build compiles for Java 26");
  }

  @Test
  void thisMachineHasAtLeastTheJdkOfTheTest() throws Exception {
    assertThat(Jdks.ofThisMachine().all().get(0).feature()).isEqualTo(Runtime.version().feature());
  }

  private static int chosen(OptionalInt exactly, int atLeast) {
    return MACHINE.choose(new JavaVersion(exactly, atLeast)).feature();
  }
}
