package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Path;
import java.util.Map;
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

  @Test
  void aModuleProxyThatIsOutOfReachIsToldWithWhatToDo() throws Exception {
    Samples.needProgram("go");
    try (TestPlatform platform = TestPlatform.start(folder)) {
      GitRepo repo = platform.repo("app");
      AppId app = platform.platform().apps().create("app").id();
      platform.platform().config().set(app, Map.of("GOPROXY", "http://127.0.0.1:1"));
      repo.write("go.mod", "module a\n\ngo 1.19\n\nrequire github.com/gorilla/mux v1.8.0\n")
          .write(
              "go.sum",
              "github.com/gorilla/mux v1.8.0 h1:i40aqfkR1h2SlN9hojwV5ZA91wcXFmvkdNIeFDP5koI=\n"
                  + "github.com/gorilla/mux v1.8.0/go.mod"
                  + " h1:DVbg23sWSpFRCP0SfiEN6jmj59UnW/n46BH5rLB71So=\n")
          .write(
              "main.go",
              "package main\n\nimport \"github.com/gorilla/mux\"\n\n"
                  + "func main() { mux.NewRouter() }\n");
      GitRepo.Result result = repo.deploy();
      assertThat(result.succeeded()).isFalse();
      assertThat(result.output()).contains("127.0.0.1:1", "the module proxy is out of reach");
    }
  }
}
