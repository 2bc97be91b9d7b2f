package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MavenToolTest {
  private static final String PROPERTIES = "distributionUrl=here\n";

  @TempDir private Path app;
  @TempDir private Path cache;

  @BeforeEach
  void anAppWithAWrapperWithoutAJar() throws IOException {
    Path folder = Files.createDirectories(app.resolve(".mvn/wrapper"));
    Files.writeString(folder.resolve("maven-wrapper.properties"), PROPERTIES);
  }

  private void wrapper(String lineEnd) throws IOException {
    String script = "#!/bin/sh" + lineEnd + "cat \"${0%/*}/.mvn/wrapper/maven-wrapper.properties\"";
    Files.writeString(app.resolve("mvnw"), script + lineEnd);
  }

  private String run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(MavenTool.of(app, cache).program())
            .directory(app.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void theWrapperFindsWhatLiesBesideIt() throws IOException, InterruptedException {
    wrapper("\n");

    assertThat(run()).isEqualTo(PROPERTIES);
  }

  @Test
  void aWrapperWithLineEndsOfWindowsRuns() throws IOException, InterruptedException {
    wrapper("\r\n");

    assertThat(run()).isEqualTo(PROPERTIES);
  }
}
