package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java apps built by Maven, pushed by the real git and read through the mesh. */
class MavenAppsIT {
  private static final String SOURCE = "src/main/java/hello/Main.java";

  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() {
    Samples.needProgram("mvn");
    platform = TestPlatform.start(folder);
  }

  @AfterAll
  static void close() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void anAppIsBuiltServedChangedAndRefusedWithFileAndLine() throws Exception {
    GitRepo repo = Samples.copy("maven-hello", platform.repo("maven"));
    GitRepo.Result first = repo.deploy();
    assertThat(first.succeeded()).as(first.output()).isTrue();
    assertThat(first.output()).contains("-----> Java app detected");
    assertThat(platform.get("maven", "/").body()).isEqualTo("Hello from Maven\n");

    String source = Files.readString(repo.folder().resolve(SOURCE));
    GitRepo.Result second = repo.write(SOURCE, source.replace("Hello", "Good day")).deploy();
    assertThat(second.succeeded()).as(second.output()).isTrue();
    assertThat(platform.get("maven", "/").body()).isEqualTo("Good day from Maven\n");

    GitRepo.Result third = repo.write(SOURCE, source.replace("int port =", "int port")).deploy();
    assertThat(third.succeeded()).isFalse();
    assertThat(third.output()).contains(" !     " + SOURCE + ":13: ';' expected");
    assertThat(platform.get("maven", "/").body()).isEqualTo("Good day from Maven\n");
  }
}
