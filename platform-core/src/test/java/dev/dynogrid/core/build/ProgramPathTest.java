package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildpackResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramPathTest {
  @TempDir Path app;

  @Test
  void aShellThatReadsTheProfileFindsTheAppsProgramsFirst() throws Exception {
    Path program = app.resolve("node_modules/.bin/ls");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\necho the app has its own\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    new ProgramPath(List.of("node_modules/.bin", "venv/bin")).writeTo(app);
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", ". ./" + ProgramPath.PROFILE + "; ls");
    shell.directory(app.toFile()).environment().put("HOME", app.toString());
    String printed =
        new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEqualTo("the app has its own\n");
  }

  @Test
  void theCompilerLooksThereBeforeTheStacksFolders() {
    assertThat(new ProgramPath(List.of("a/bin", "b")).before(Path.of("/app"), "/usr/bin"))
        .isEqualTo("/app/a/bin:/app/b:/usr/bin");
  }

  @Test
  void noProgramsLeaveNoFile() throws Exception {
    new ProgramPath(List.of()).writeTo(app);
    assertThat(app.resolve(".profile.d")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/usr/bin", "../bin", "a/../b", "..", "a\"b", "$HOME/bin", "a b"})
  void aFolderThatIsNotPlainlyOfTheAppIsRefused(String folder) {
    assertThatThrownBy(() -> new BuildpackResult(Map.of(), Map.of(), List.of(folder)))
        .hasMessageContaining("expected: a folder of the app");
  }
}
