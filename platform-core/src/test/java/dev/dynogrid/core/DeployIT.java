package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G1: what is not proven to start changes nothing, and the one who pushed reads why. */
class DeployIT {
  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;

  @BeforeEach
  void deployTheFirstRelease() throws Exception {
    platform = TestPlatform.start(folder);
    repo = platform.repo("hello");
    GitRepo.Result result = Apps.web(repo, "one").deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aPushIsServedWhenItReturns() throws Exception {
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
    GitRepo.Result result = Apps.web(repo, "two").deploy();
    assertThat(platform.get("hello", "/").body()).isEqualTo("two");
    assertThat(result.output())
        .contains("-----> Procfile app detected", "Released v2", "compile", "switch");
  }

  @Test
  void aPushThatExitsAtBootLeavesTheOldReleaseServing() throws Exception {
    repo.write("app.py", "import sys\nprint('cannot go on', flush=True)\nsys.exit(3)\n");
    refused(repo.deploy(), "exited with status 3", "cannot go on");
  }

  @Test
  void aPushThatAnswersOnlyErrorsLeavesTheOldReleaseServing() throws Exception {
    repo.write("app.py", Apps.PYTHON.replace("send_response(200)", "send_response(500)"));
    refused(repo.deploy(), "GET / answered 500");
  }

  @Test
  void aPushThatDoesNotParseLeavesTheOldReleaseServing() throws Exception {
    repo.write("app.py", "def broken(:\n");
    refused(repo.deploy(), "syntax error", "app.py:1");
  }

  @Test
  void aPushWhoseReleaseCommandFailsLeavesTheOldReleaseServing() throws Exception {
    Apps.web(repo, "two").write("Procfile", "web: exec python3 app.py\nrelease: echo no; exit 4\n");
    refused(repo.deploy(), "release command `echo no; exit 4` exited with status 4");
  }

  private void refused(GitRepo.Result result, String... reasons) throws Exception {
    assertThat(result.output()).contains(reasons).contains("[remote rejected]");
    assertThat(result.succeeded()).isFalse();
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
    assertThat(repo.remote("refs/heads/main")).isNotEqualTo(repo.head());
  }
}
