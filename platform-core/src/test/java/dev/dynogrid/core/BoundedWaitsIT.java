package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G10: every wait has a bound, and ends when the one who waits goes away. */
class BoundedWaitsIT {
  private static final String NEVER_LISTENS = "import time\ntime.sleep(600)\n";
  private static final long LIMIT_SECONDS = 30;

  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;
  private AppId app;

  @BeforeEach
  void deployAnApp() throws Exception {
    platform = TestPlatform.start(folder, builder -> builder.limits(shortRelease()));
    repo = platform.repo("hello");
    assertThat(Apps.web(repo, "one").deploy().succeeded()).isTrue();
    app = platform.app("hello");
  }

  /** A second for the release command; all else as for other tests. */
  private static PlatformLimits shortRelease() {
    return TestPlatform.limits().withReleaseCommandTimeLimit(Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aReleaseCommandThatDoesNotEndIsEndedAfterItsTime() throws Exception {
    Apps.web(repo, "two").write("Procfile", Apps.PROCFILE + "release: sleep 600\n");
    GitRepo.Result result = repo.deploy();
    assertThat(result.output()).contains("`sleep 600` did not end within 1 seconds");
    assertThat(result.succeeded()).isFalse();
    Await.until("its dyno is gone", () -> platform.platform().dynos().list(app).size() == 1);
  }

  @Test
  void whoeverWaitsInLineForAnotherDeployLeavesTheLineWhenItsConnectionEnds() throws Exception {
    Process slow = push(repo.write("app.py", NEVER_LISTENS), "slow");
    Await.until("the check", () -> platform.platform().dynos().list(app).size() == 2);
    GitRepo other = GitRepo.create(folder.resolve("other"), repo.url());
    Process waiting = push(Apps.web(other, "two"), "two");
    readUntil(waiting, "Waiting for another deploy");
    cut(waiting);
    cut(slow);
    Await.until("nothing is checked", () -> platform.platform().dynos().list(app).size() == 1);
    assertThat(platform.platform().releases().list(app)).hasSize(1);
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
  }

  private static Process push(GitRepo repo, String message) throws Exception {
    repo.commit(message);
    return repo.start(List.of("push", "--force", repo.url(), "HEAD:refs/heads/main"));
  }

  private static void readUntil(Process push, String text) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int b = push.getInputStream().read();
      assertThat(b).as("the end, after: %s", read).isNotNegative();
      read.append((char) b);
    }
  }

  private static void cut(Process push) {
    push.descendants().forEach(ProcessHandle::destroyForcibly);
    push.destroyForcibly();
  }

  @Test
  void anInterruptedCallerGetsCancelledAndNothingHasChanged() throws Exception {
    repo.write("app.py", "import os, time\nif 'A' in os.environ: time.sleep(600)\n" + app("two"));
    assertThat(repo.deploy().succeeded()).isTrue();
    BlockingQueue<ErrorCode> outcome = new LinkedBlockingQueue<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                platform.platform().config().set(app, Map.of("A", "1"));
              } catch (DynogridException e) {
                outcome.add(e.code());
              }
            });
    caller.start();
    Await.until("the check", () -> platform.platform().dynos().list(app).size() > 1);
    caller.interrupt();
    assertThat(outcome.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CANCELLED);
    assertThat(platform.platform().config().get(app).names()).isEmpty();
    Await.until("the check ends", () -> platform.platform().dynos().list(app).size() == 1);
  }

  private static String app(String text) {
    return Apps.PYTHON.replace("TEXT", text);
  }

  @Test
  void closingThePlatformCancelsADeployThatIsUnderWay() throws Exception {
    Process push = push(repo.write("app.py", NEVER_LISTENS), "slow");
    Await.until("the check", () -> platform.platform().dynos().list(app).size() == 2);
    platform.close();
    assertThat(push.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(push.exitValue()).isNotZero();
  }

  @Test
  void whoeverWritesToADynoThatDoesNotReadCanBeInterrupted() throws Exception {
    BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
    DynoSession session = platform.platform().dynos().run(app, "sleep 600", Optional.empty());
    Thread writer =
        new Thread(
            () -> {
              byte[] line =
                  "a line that nobody reads\n".repeat(100).getBytes(StandardCharsets.UTF_8);
              try {
                while (true) {
                  session.stdin().write(line);
                }
              } catch (InterruptedIOException e) {
                outcome.add("interrupted");
              } catch (IOException e) {
                outcome.add(e.toString());
              }
            });
    writer.start();
    Await.until("the writer waits", () -> writer.getState() == Thread.State.WAITING);
    writer.interrupt();
    assertThat(outcome.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("interrupted");
    assertThat(session.awaitExit(Duration.ofMillis(1))).isEmpty();
    session.close();
    assertThat(session.awaitExit(Duration.ofSeconds(LIMIT_SECONDS))).isPresent();
  }
}
