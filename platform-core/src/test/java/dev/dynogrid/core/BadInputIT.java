package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets a clear error, and loses nothing. */
class BadInputIT {
  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() {
    platform = TestPlatform.start(folder);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void anEmptyRepositoryIsRefused() throws Exception {
    refused(platform.repo("empty").deploy(), "the repository is empty");
  }

  @Test
  void anAppOfNoLanguageIsRefusedWithThoseThatAreKnown() throws Exception {
    refused(
        platform.repo("what").write("notes.txt", "hello").deploy(),
        "no language detected",
        "ruby",
        "Procfile");
  }

  @Test
  void aMergeConflictInAProcfileIsRefusedWithItsLine() throws Exception {
    GitRepo repo = platform.repo("conflict");
    Apps.web(repo, "x").write("Procfile", "web: python3 app.py\n<<<<<<< HEAD\n");
    refused(repo.deploy(), "Procfile, line 2: a merge conflict is left");
  }

  @Test
  void aCommandThatCannotBeFoundIsRefusedWithItsLine() throws Exception {
    GitRepo repo = platform.repo("command");
    Apps.web(repo, "x").write("Procfile", "# comment\nweb: unknown-program --go\n");
    refused(repo.deploy(), "Procfile, line 2: web: command not found: unknown-program");
  }

  @Test
  void aNameThatIsNoHostLabelIsRefused() throws Exception {
    GitRepo repo = platform.repo("fine");
    Apps.web(repo, "x").commit("x");
    String url = repo.url().replace("/fine.git", "/Not_A_Label.git");
    Process push = repo.start(List.of("push", url, "HEAD:refs/heads/main"));
    assertThat(push.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(push.exitValue()).isNotZero();
    assertThatThrownBy(() -> platform.platform().apps().create("Not_A_Label"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("app name: Not_A_Label (expected: a host label");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1ST", "WITH SPACE", "WITH=SIGN", "PORT", "DYNO", "BASH_ENV", "A\nB"})
  void aConfigNameThatWouldBreakTheEnvironmentIsRefused(String name) throws Exception {
    AppId app = platform.platform().apps().create("config").id();
    assertThatThrownBy(() -> platform.platform().config().set(app, Map.of(name, "secret-value")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("config var name: ")
        .hasMessageNotContaining("secret-value");
    assertThat(platform.platform().config().get(app).names()).isEmpty();
  }

  @Test
  void anUnknownProcessTypeIsRefusedWithThoseThatThereAre() throws Exception {
    assertThat(Apps.web(platform.repo("types"), "x").deploy().succeeded()).isTrue();
    AppId app = platform.app("types");
    assertThatThrownBy(() -> platform.platform().formation().scale(app, "wroker", 1))
        .isInstanceOf(DynogridException.class)
        .hasMessageContaining("process type: wroker (expected: one of [web]");
    assertThatThrownBy(() -> platform.platform().dynos().restart(app, Optional.of("wroker")))
        .isInstanceOf(DynogridException.class)
        .hasMessageContaining("wroker");
  }

  @Test
  void ofTwoPushesAtOnceOneIsServedAndTheOtherIsTold() throws Exception {
    GitRepo repo = platform.repo("twice");
    assertThat(Apps.web(repo, "0").deploy().succeeded()).isTrue();
    Apps.web(repo, "1").commit("1");
    Process first = repo.start(List.of("push", repo.url(), "HEAD:refs/heads/main"));
    Process second = repo.start(List.of("push", repo.url(), "HEAD:refs/heads/main"));
    String one = new String(first.getInputStream().readAllBytes());
    String two = new String(second.getInputStream().readAllBytes());
    assertThat(first.waitFor() == 0 || second.waitFor() == 0).as(one + two).isTrue();
    assertThat(platform.get("twice", "/").body()).isEqualTo("1");
    assertThat(platform.platform().releases().list(platform.app("twice"))).hasSize(2);
  }

  @Test
  void aPushThatIsCutOffLeavesNothingAndTheNextOneWorks() throws Exception {
    GitRepo repo = platform.repo("cut");
    assertThat(Apps.web(repo, "0").deploy().succeeded()).isTrue();
    Apps.web(repo, "1").write("Procfile", "web: sleep 30\n").commit("1");
    Process push = repo.start(List.of("push", repo.url(), "HEAD:refs/heads/main"));
    awaitDynos("cut", 2);
    interrupt(push);
    awaitDynos("cut", 1);
    assertThat(platform.get("cut", "/").body()).isEqualTo("0");
    assertThat(platform.platform().releases().list(platform.app("cut"))).hasSize(1);
    assertThat(Apps.web(repo, "2").deploy().succeeded()).isTrue();
    assertThat(platform.get("cut", "/").body()).isEqualTo("2");
  }

  /** As Ctrl-C does: git and the helper that holds the connection. */
  private static void interrupt(Process push) {
    push.descendants().forEach(ProcessHandle::destroyForcibly);
    push.destroyForcibly();
  }

  private void awaitDynos(String app, int count) throws Exception {
    Await.until(
        count + " dynos",
        () -> platform.platform().dynos().list(platform.app(app)).size() == count);
  }

  @Test
  void aWrongKeyIsRefused() throws Exception {
    GitRepo repo = platform.repo("key");
    Apps.web(repo, "x").commit("x");
    String url = repo.url().replace(TestPlatform.KEY, "wrong-key-of-somebody");
    Process push = repo.start(List.of("push", url, "HEAD:refs/heads/main"));
    assertThat(push.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(push.exitValue()).isNotZero();
    assertThat(platform.platform().apps().find("key")).isEmpty();
  }

  @Test
  void anotherBranchIsKeptAndBuildsNothingAndSaysSo() throws Exception {
    GitRepo repo = platform.repo("branch");
    assertThat(Apps.web(repo, "0").deploy().succeeded()).isTrue();
    GitRepo.Result result = Apps.web(repo, "1").commit("1").push("HEAD:refs/heads/feature");
    assertThat(result.succeeded()).isTrue();
    assertThat(result.output()).contains("Kept feature: nothing is built");
    assertThat(platform.get("branch", "/").body()).isEqualTo("0");
    assertThat(repo.remote("refs/heads/feature")).isEqualTo(repo.head());
  }

  @Test
  void aDataDirectoryInUseAndAPortInUseAreOneClearLine() throws IOException {
    assertThatThrownBy(() -> TestPlatform.start(folder))
        .isInstanceOf(DynogridException.class)
        .hasMessageContaining(
            "is in use by the platform with pid " + ProcessHandle.current().pid());
    Path other = Files.createDirectory(folder.resolve("other"));
    int port = platform.platform().addresses().mesh().port();
    assertThatThrownBy(() -> TestPlatform.start(other, builder -> builder.port(port)))
        .isInstanceOf(DynogridException.class)
        .hasMessageContaining(Integer.toString(port));
  }

  private static void refused(GitRepo.Result result, String... reasons) {
    assertThat(result.output()).contains(reasons).contains("[remote rejected]");
    assertThat(result.succeeded()).isFalse();
  }
}
