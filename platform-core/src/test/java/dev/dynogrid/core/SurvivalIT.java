package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.HostProcess;
import dev.dynogrid.core.testkit.MeshClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G3 and G4: what the end of the platform's process, at any instant, leaves behind. */
class SurvivalIT {
  private static final int KILLS = Boolean.getBoolean("dynogrid.long") ? 50 : 8;

  /** About as long as a push takes, so that kills hit every step of it. */
  private static final int LATEST_KILL_MILLIS = 900;

  @TempDir Path folder;

  @Test
  void killedDynosGoOnServingAndAreAdoptedByTheNextStart() throws Exception {
    try (HostProcess first = HostProcess.start(folder)) {
      GitRepo repo = repo(first);
      assertThat(Apps.web(repo, "one").deploy().succeeded()).isTrue();
      String dynos = first.ask("dynos hello");
      first.kill();
      try (HostProcess second = HostProcess.start(folder)) {
        assertThat(second.mesh().get("hello.localhost", "/").body()).isEqualTo("one");
        assertThat(idOf(second.ask("dynos hello"))).isEqualTo(idOf(dynos));
      }
    }
    assertThat(dynoDirectories()).isEmpty();
  }

  private static String idOf(String dynos) {
    return dynos.substring(dynos.indexOf("id="), dynos.indexOf(", app="));
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void killedAtAnyInstantOfAPushNothingAcknowledgedIsLostAndNothingIsHalfMade() throws Exception {
    Random random = new Random(7);
    String acknowledged = "";
    HostProcess host = HostProcess.start(folder);
    GitRepo repo = repo(host);
    assertThat(Apps.web(repo, "0").deploy().succeeded()).isTrue();
    acknowledged = repo.head();
    for (int kill = 1; kill <= KILLS; kill++) {
      Apps.web(repo, "push " + kill).commit("push " + kill);
      String before = acknowledged;
      Process push =
          repo.start(List.of("push", "--force", host.url("hello"), "HEAD:refs/heads/main"));
      boolean ended = push.waitFor(random.nextInt(LATEST_KILL_MILLIS), TimeUnit.MILLISECONDS);
      boolean accepted = ended && push.exitValue() == 0;
      host.kill();
      assertThat(push.waitFor(20, TimeUnit.SECONDS)).isTrue();
      accepted |= push.exitValue() == 0;

      host = HostProcess.start(folder);
      String current = host.ask("current hello").split(" ")[1];
      assertThat(current).isIn(accepted ? List.of(repo.head()) : List.of(before, repo.head()));
      assertThat(remote(repo, host)).isEqualTo(current);
      String expected = current.equals(repo.head()) ? "push " + kill : null;
      String body = body(host);
      if (expected != null) {
        assertThat(body).isEqualTo(expected);
      }
      acknowledged = current;
      repo.git("reset", "--quiet", "--hard", current);
    }
    host.close();
    assertThat(dynoDirectories()).isEmpty();
  }

  @Test
  void changesThatWereAcknowledgedAreThereAfterAKill() throws Exception {
    HostProcess host = HostProcess.start(folder);
    GitRepo repo = repo(host);
    assertThat(Apps.web(repo, "one").deploy().succeeded()).isTrue();
    assertThat(host.ask("config hello GREETING hallo")).isEqualTo("v2");
    assertThat(host.ask("scale hello web 2")).isEqualTo("web=2");
    host.kill();
    host = HostProcess.start(folder);
    assertThat(host.ask("formation hello")).isEqualTo("web=2");
    assertThat(host.ask("current hello")).startsWith("2 ").endsWith("{GREETING=hallo}");
    assertThat(body(host)).isEqualTo("hallo");
    host.close();
  }

  private GitRepo repo(HostProcess host) throws IOException, InterruptedException {
    return GitRepo.create(folder.resolve("repo"), host.url("hello"));
  }

  private static String remote(GitRepo repo, HostProcess host)
      throws IOException, InterruptedException {
    return repo.git("ls-remote", host.url("hello"), "refs/heads/main").split("\\s")[0];
  }

  private static String body(HostProcess host) throws IOException {
    MeshClient.Response response = host.mesh().get("hello.localhost", "/");
    assertThat(response.status()).as(response.toString()).isEqualTo(200);
    return response.body();
  }

  private List<Path> dynoDirectories() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("data/run/d"))) {
      return all.toList();
    }
  }
}
