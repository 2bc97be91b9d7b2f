package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go apps, where there is a toolchain. */
class GoIT {
  @TempDir Path folder;

  @Test
  void theSampleIsBuiltAndServedAndAnErrorOfTheCompilerRefusesThePush() throws Exception {
    Samples.needProgram("go");
    try (TestPlatform platform = TestPlatform.start(folder)) {
      GitRepo repo = Samples.copy("go-hello", platform.repo("app"));
      GitRepo.Result first = repo.deploy();
      assertThat(first.output()).contains("-----> Go app detected", "Programs: go-hello");
      assertThat(platform.get("app", "/").body()).isEqualTo("Hello from Go\n");
      repo.write(
          "greeting/greeting.go",
          "package greeting\n\nfunc Text() string {\n\treturn \"Again\"\n}\n");
      assertThat(repo.deploy().succeeded()).isTrue();
      assertThat(platform.get("app", "/").body()).isEqualTo("Again\n");
      repo.write("greeting/greeting.go", "package greeting\n\nfunc Text() string { return 1 }\n");
      GitRepo.Result broken = repo.deploy();
      assertThat(broken.succeeded()).isFalse();
      assertThat(broken.output()).contains("greeting.go:3");
      assertThat(platform.get("app", "/").body()).isEqualTo("Again\n");
    }
  }
}
