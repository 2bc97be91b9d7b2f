package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that would hold up or use up the machine. Each app brings its own buildpack. */
class BadBuildIT {
  @TempDir Path folder;

  /** How long a left-over process would sleep: found again by it. */
  private final String nap = "9" + ThreadLocalRandom.current().nextInt(100_000, 1_000_000);

  private TestPlatform platform;

  @AfterEach
  void close() {
    platform.close();
  }

  private GitRepo start(UnaryOperator<PlatformLimits> limits) throws Exception {
    platform =
        TestPlatform.start(folder, builder -> builder.limits(limits.apply(TestPlatform.limits())));
    GitRepo repo = Apps.web(platform.repo("heavy"), "one");
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    return repo;
  }

  private static GitRepo buildBy(GitRepo repo, String... lines) throws IOException {
    repo.write(".buildpacks", ".\n")
        .write("bin/detect", "#!/bin/sh\necho Own\n")
        .write("bin/compile", "#!/bin/bash\nset -e\ncd \"$1\"\n" + String.join("\n", lines) + "\n");
    return repo;
  }

  private void refused(GitRepo.Result result, String... reasons) throws Exception {
    assertThat(result.output()).contains(reasons).contains("[remote rejected]");
    assertThat(result.succeeded()).isFalse();
    assertThat(platform.get("heavy", "/").body()).isEqualTo("one");
  }

  private boolean isNapping() {
    return ProcessHandle.allProcesses()
        .anyMatch(
            p -> p.info().commandLine().filter(line -> line.endsWith("sleep " + nap)).isPresent());
  }

  @Test
  void aSlugOverTheLimitIsRefusedWithItsLargestParts() throws Exception {
    GitRepo repo = start(limits -> limits.withSlugSizeLimit(1_000_000));
    refused(
        repo.write("assets/big.txt", "x".repeat(2_000_000)).deploy(),
        "the slug is larger than",
        "assets (");
    assertThat(repo.remove("assets/big.txt").deploy().succeeded()).isTrue();
  }

  @Test
  void aBuildThatTakesTooLongEndsWithAllThatItStarted() throws Exception {
    GitRepo repo = start(limits -> limits.withBuildTimeLimit(Duration.ofSeconds(4)));
    buildBy(repo, "(setsid nohup sleep " + nap + " >/dev/null 2>&1 &)", "sleep " + nap);
    refused(repo.deploy(), "the build took longer than 4 seconds");
    Await.until("what the build started has ended", () -> !isNapping());
  }

  @Test
  void whatABuildLeavesBehindEndsWithIt() throws Exception {
    GitRepo repo = start(limits -> limits);
    buildBy(
        repo,
        "for i in 1 2 3; do (setsid nohup sleep " + nap + " >/dev/null 2>&1 &); done",
        "pgrep -f 'sleep " + nap + "' >/dev/null && echo 'they run'");
    GitRepo.Result result = repo.deploy();
    assertThat(result.output()).contains("they run", "Released v2");
    assertThat(isNapping()).isFalse();
  }

  @Test
  void aBuildIsCancelledWhenTheOneWhoPushedGoesAway() throws Exception {
    GitRepo repo = start(limits -> limits);
    buildBy(repo, "(setsid nohup sleep " + nap + " >/dev/null 2>&1 &)", "sleep " + nap).commit("x");
    Process push = repo.start(List.of("push", repo.url(), "HEAD:refs/heads/main"));
    Await.until("the build has begun", this::isNapping);
    push.descendants().forEach(ProcessHandle::destroyForcibly);
    push.destroyForcibly();
    Await.until("the build has ended", () -> !isNapping());
    assertThat(platform.get("heavy", "/").body()).isEqualTo("one");
    assertThat(platform.platform().releases().list(platform.app("heavy"))).hasSize(1);
    repo.remove(".buildpacks");
    assertThat(Apps.web(repo, "two").deploy().succeeded()).isTrue();
    assertThat(platform.get("heavy", "/").body()).isEqualTo("two");
  }

  @Test
  void aFullDiskFailsTheBuildLosesNothingAndTheNextPushWorks() throws Exception {
    Path trees = Files.createDirectories(folder.resolve("data/run/trees"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", trees.toString()),
        "cannot mount a small file system: not root");
    try {
      GitRepo repo = start(limits -> limits);
      buildBy(repo, "head -c 100000000 /dev/zero > filler");
      refused(repo.deploy(), "No space left on device");
      repo.remove(".buildpacks").write("filler", "y".repeat(40_000_000));
      refused(repo.deploy(), "no space is left on the disk of " + trees);
      repo.remove("filler");
      assertThat(Apps.web(repo, "two").deploy().succeeded()).isTrue();
      assertThat(platform.get("heavy", "/").body()).isEqualTo("two");
      platform.close();
    } finally {
      run("umount", "--lazy", trees.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
