package dev.dynogrid.core.build.go;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoModuleTest {
  @TempDir Path app;

  private static GoModule module(String path, String... more) {
    return GoModule.parse(
        "// " + "a comment\nmodule " + path + "\n\ngo 1.21\n" + String.join("\n", more));
  }

  @Test
  void theProgramIsCalledByTheLastPartOfThePathThatIsNoVersion() {
    assertThat(module("example.com/me/site").programName()).isEqualTo("site");
    assertThat(module("example.com/me/site/v3").programName()).isEqualTo("site");
    assertThat(module("\"quoted\"").programName()).isEqualTo("quoted");
    assertThat(module("v2").programName()).isEqualTo("v2");
  }

  @Test
  void theTopAndWhatLiesBelowCmdIsBuiltUnlessTheModuleSaysOtherwise() {
    assertThat(module("a").packages(true, List.of("worker"))).containsExactly(".", "./cmd/worker");
    assertThat(module("a", "// +heroku install ./x ./y").packages(true, List.of()))
        .containsExactly("./x", "./y");
    assertThat(module("a").packages(false, List.of())).isEmpty();
  }

  @Test
  void theOnlyProgramServesOrTheOneWhoseNameTells() {
    assertThat(module("a").web(List.of("x"))).hasValue("x");
    assertThat(module("a").web(List.of("a", "worker"))).hasValue("a");
    assertThat(module("a").web(List.of("server", "worker"))).hasValue("server");
    assertThat(module("a").web(List.of("x", "y"))).isEmpty();
  }

  @Test
  void aModuleOrAMainPackageMakesAGoApp() throws Exception {
    GoBuildpack go = new GoBuildpack();
    assertThat(go.detect(app)).isEmpty();
    Files.writeString(app.resolve("lib.go"), "package lib\n");
    assertThat(go.detect(app)).isEmpty();
    Files.writeString(app.resolve("main.go"), "// x\npackage main\n");
    assertThat(go.detect(app)).hasValue("Go");
  }
}
