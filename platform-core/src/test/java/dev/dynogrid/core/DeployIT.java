package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
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

  @Test
  void aPushThatNeverListensLeavesTheOldReleaseServing() throws Exception {
    platform.close();
    platform = impatient();
    repo.write("app.py", "import time\ntime.sleep(600)\n");
    refused(repo.deploy(platform.url("hello")), "not healthy on $PORT within 2 seconds");
  }

  private TestPlatform impatient() {
    return TestPlatform.start(
        folder,
        builder -> builder.limits(TestPlatform.limits().withBootTimeout(Duration.ofSeconds(2))));
  }

  @Test
  void aPushThatListensOnAnotherPortLeavesTheOldReleaseServing() throws Exception {
    platform.close();
    platform = impatient();
    repo.write("app.py", Apps.PYTHON.replace("int(os.environ['PORT'])", "0"));
    refused(repo.deploy(platform.url("hello")), "not healthy on $PORT within 2 seconds");
  }

  @Test
  void aWorkerThatExitsAtBootIsRefusedBesideAHealthyWeb() throws Exception {
    Apps.web(repo, "two").write("Procfile", Apps.PROCFILE + "worker: sleep 600\n");
    assertThat(repo.deploy().succeeded()).isTrue();
    platform.platform().formation().scale(platform.app("hello"), "worker", 1);
    Apps.web(repo, "three").write("Procfile", Apps.PROCFILE + "worker: exit 5\n");
    GitRepo.Result result = repo.deploy();
    assertThat(result.output()).contains("worker.1", "exited with status 5", "[remote rejected]");
    assertThat(platform.get("hello", "/").body()).isEqualTo("two");
  }

  @Test
  void aConfigChangeThatBreaksTheAppIsRefusedAndChangesNothing() throws Exception {
    repo.write("app.py", "import os\nassert 'BREAK' not in os.environ, 'broken'\n" + app("two"));
    assertThat(repo.deploy().succeeded()).isTrue();
    AppId app = platform.app("hello");
    String dyno = servingDyno(app);
    assertThatThrownBy(() -> platform.platform().config().set(app, Map.of("BREAK", "1")))
        .isInstanceOfSatisfying(
            DynogridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECK_FAILED))
        .hasMessageContaining("web.1 of the new release did not start: exited with status 1");
    assertThat(platform.platform().config().get(app).names()).isEmpty();
    assertThat(platform.get("hello", "/").body()).isEqualTo("two");
    assertThat(servingDyno(app)).isEqualTo(dyno);
    assertThat(platform.platform().releases().list(app).get(0).status())
        .isEqualTo(ReleaseStatus.FAILED);
  }

  private String servingDyno(AppId app) {
    return platform.platform().dynos().list(app).stream()
        .filter(dyno -> dyno.state() == DynoState.UP)
        .map(Dyno::toString)
        .collect(Collectors.joining());
  }

  @Test
  void aRollbackToAReleaseThatNoMoreStartsIsRefusedAndChangesNothing() throws Exception {
    Path flag = Files.createFile(folder.resolve("flag"));
    repo.write("app.py", "open('" + flag + "')\n" + app("two"));
    assertThat(repo.deploy().succeeded()).isTrue();
    assertThat(Apps.web(repo, "three").deploy().succeeded()).isTrue();
    Files.delete(flag);
    AppId app = platform.app("hello");
    assertThatThrownBy(() -> platform.platform().releases().rollback(app, 2))
        .isInstanceOf(DynogridException.class)
        .hasMessageContaining("did not start");
    assertThat(platform.get("hello", "/").body()).isEqualTo("three");
    assertThatThrownBy(() -> platform.platform().releases().rollback(app, 4))
        .hasMessageContaining("has no succeeded release v4");
  }

  private static String app(String text) {
    return Apps.PYTHON.replace("TEXT", text);
  }

  @Test
  void theReleaseCommandRunsFirstInTheNewSlugAndItsOutputIsInThePush() throws Exception {
    Apps.web(repo, "two")
        .write("note.txt", "of the new slug")
        .write("Procfile", Apps.PROCFILE + "release: cat note.txt; ls tmp\n");
    GitRepo.Result result = repo.deploy();
    assertThat(result.output()).contains("Running release command", "of the new slug");
    assertThat(platform.get("hello", "/").body()).isEqualTo("two");
  }

  @Test
  void anAppWithoutAWebTypeIsCheckedByOneSecondOfItsWorkers() throws Exception {
    GitRepo workers = platform.repo("workers").write("Procfile", "clock: exec sleep 600\n");
    GitRepo.Result result = workers.deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    assertThat(workers.write("Procfile", "clock: exit 1\n").deploy().succeeded()).isFalse();
  }

  @Test
  void anUnchangedTreeIsNotCompiledAgain() throws Exception {
    GitRepo.Result result = repo.deploy();
    assertThat(result.output()).contains("Nothing changed: using the slug of an earlier build");
    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void anAppMayNameItsHealthPathOrOnlyListen() throws Exception {
    String failing = app("two").replace("self.path == '/slow'", "self.path == '/'");
    repo.write("app.py", failing.replace("time.sleep(4)", "raise SystemExit"));
    repo.write("app.json", health("\"path\": \"/ok\""));
    assertThat(repo.deploy().succeeded()).isTrue();
    repo.write("app.json", health("\"listening\": true"));
    assertThat(repo.deploy().succeeded()).isTrue();
    assertThat(repo.write("app.json", health("\"path\": \"no\"")).deploy().output())
        .contains("app.json: health path: no (expected: a path that starts with /");
  }

  private static String health(String check) {
    return "{\"healthchecks\": {\"web\": [{\"type\": \"startup\", " + check + "}]}}";
  }

  private void refused(GitRepo.Result result, String... reasons) throws Exception {
    assertThat(result.output()).contains(reasons).contains("[remote rejected]");
    assertThat(result.succeeded()).isFalse();
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
    assertThat(repo.git("ls-remote", platform.url("hello"))).doesNotContain(repo.head());
  }
}
