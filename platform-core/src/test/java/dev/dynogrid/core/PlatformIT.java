package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.Subscription;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an integrator asks of a platform that runs, part by part. */
class PlatformIT {
  private static final long LIMIT_SECONDS = 30;

  @TempDir Path folder;
  private final List<PlatformEvent> events = new CopyOnWriteArrayList<>();
  private TestPlatform platform;
  private GitRepo repo;
  private AppId app;

  @BeforeEach
  void deployAnApp() throws Exception {
    platform = TestPlatform.start(folder, builder -> builder.listener(events::add));
    repo = platform.repo("hello");
    GitRepo.Result result =
        Apps.web(repo, "one")
            .write("Procfile", Apps.PROCFILE + "worker: exec sleep 600\n")
            .deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    app = platform.app("hello");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aRenamedAppIsServedAndPushedToUnderItsNewNameAlone() throws Exception {
    String dyno = dynos();
    platform.platform().apps().rename(app, "howdy");
    assertThat(platform.get("howdy", "/").body()).isEqualTo("one");
    assertThat(platform.get("hello", "/").status()).isEqualTo(404);
    assertThat(dynos()).isEqualTo(dyno);
    repo.git("push", "--quiet", platform.url("howdy"), "HEAD:refs/heads/main");
    assertThat(platform.platform().apps().list()).hasSize(1);
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    AppId other = platform.platform().apps().create("other").id();
    assertConflict(() -> platform.platform().apps().create("hello"));
    assertConflict(() -> platform.platform().apps().rename(other, "hello"));
  }

  @Test
  void aDestroyedAppLeavesNothingBehind() throws Exception {
    platform.platform().config().set(app, Map.of("SECRET", "a-secret-of-the-app"));
    platform.platform().apps().destroy(app);
    assertThat(platform.get("hello", "/").status()).isEqualTo(404);
    assertThat(platform.platform().apps().find("hello")).isEmpty();
    assertThatThrownBy(() -> platform.platform().releases().list(app))
        .isInstanceOfSatisfying(
            DynogridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(folder.resolve("data/git")).isEmptyDirectory();
    Await.until(
        "no dyno directory", () -> MoreFiles.listFiles(folder.resolve("data/run/d")).isEmpty());
    assertThat(platform.platform().apps().create("hello").currentRelease()).isEmpty();
  }

  @Test
  void maintenanceAnswersEveryRequestAndDynosRunOn() throws Exception {
    String dyno = dynos();
    platform.platform().apps().setMaintenance(app, true);
    assertThat(platform.get("hello", "/").status()).isEqualTo(503);
    assertThat(platform.get("hello", "/").headers()).containsEntry("x-dynogrid-error", "H80");
    platform.platform().apps().setMaintenance(app, false);
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
    assertThat(dynos()).isEqualTo(dyno);
  }

  @Test
  void aDomainIsServedOnceItIsAddedAndNoMoreOnceItIsRemoved() throws Exception {
    platform.platform().domains().add(app, "WWW.Example.com");
    assertThat(platform.platform().domains().list(app)).containsExactly("www.example.com");
    assertThat(platform.mesh().get("www.example.com", "/").body()).isEqualTo("one");
    AppId other = platform.platform().apps().create("other").id();
    assertConflict(() -> platform.platform().domains().add(other, "www.example.com"));
    assertConflict(() -> platform.platform().domains().add(other, "hello.localhost"));
    platform.platform().domains().remove(app, "www.example.com");
    assertThat(platform.mesh().get("www.example.com", "/").status()).isEqualTo(404);
  }

  @Test
  void scalingStartsAndStopsDynosOfATypeAndKeepsTheOthers() throws Exception {
    assertThat(platform.platform().formation().scale(app, Map.of("web", 2, "worker", 1)))
        .hasToString("web=2 worker=1");
    Await.until("three dynos up", () -> upDynos().equals(List.of("web.1", "web.2", "worker.1")));
    platform.platform().formation().scale(app, "web", 0);
    Await.until("the worker alone", () -> upDynos().equals(List.of("worker.1")));
    assertThat(platform.get("hello", "/").headers()).containsEntry("x-dynogrid-error", "H14");
    platform.platform().formation().scale(app, "web", 1);
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
  }

  @Test
  void aConfigChangeIsOneReleaseAndARollbackBringsBackSlugAndConfigVars() throws Exception {
    Optional<Release> set = platform.platform().config().set(app, Map.of("GREETING", "hi"));
    assertThat(set).map(Release::label).contains("v2");
    assertThat(platform.get("hello", "/").body()).isEqualTo("hi");
    assertThat(platform.platform().config().set(app, Map.of("GREETING", "hi"))).isEmpty();
    Release back = platform.platform().releases().rollback(app, 1);
    assertThat(back.description()).isEqualTo("Rollback to v1");
    assertThat(back.configVars().names()).isEmpty();
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
    assertThat(platform.platform().config().unset(app, Set.of("GREETING"))).isEmpty();
    assertThat(platform.platform().releases().list(app))
        .extracting(Release::label)
        .containsExactly("v3", "v2", "v1");
  }

  @Test
  void aChangeIsRecordedWithWhoAskedForIt() {
    Release release =
        platform
            .platform()
            .actingAs(new Actor("alice"))
            .config()
            .set(app, Map.of("A", "1"))
            .orElseThrow();
    assertThat(release.createdBy()).isEqualTo(new Actor("alice"));
    assertThat(release.description()).isEqualTo("Set A");
  }

  @Test
  void aOneOffDynoReadsWritesAndEndsWithItsStatus() throws Exception {
    platform.platform().config().set(app, Map.of("GREETING", "hi"));
    String command = "read name; echo \"$GREETING $name $DYNO\"; echo problem >&2; exit 7";
    try (DynoSession session = platform.platform().dynos().run(app, command, Optional.empty())) {
      session.stdin().write("world\n".getBytes(StandardCharsets.UTF_8));
      session.stdin().close();
      assertThat(new String(session.stdout().readAllBytes(), StandardCharsets.UTF_8))
          .matches("hi world run\\.[0-9]+\n");
      assertThat(new String(session.stderr().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("problem\n");
      assertThat(session.awaitExit(Duration.ofSeconds(LIMIT_SECONDS))).hasValue(7);
    }
    Await.until("the one-off dyno is gone", () -> upDynos().equals(List.of("web.1")));
  }

  @Test
  void aOneOffDynoThatClosesItsInputDoesNotHoldUpItsWriter() throws Exception {
    try (DynoSession session =
        platform.platform().dynos().run(app, "exec <&-; cat flag; sleep 600", Optional.empty())) {
      byte[] block = new byte[64 * 1024];
      for (int i = 0; i < 32; i++) {
        session.stdin().write(block);
      }
      assertThat(session.awaitExit(Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void aOneOffDynoEndsWhenItsSessionIsClosed() throws Exception {
    DynoSession session =
        platform.platform().dynos().run(app, "echo here; sleep 600", Optional.empty());
    assertThat(session.stdout().read()).isEqualTo('h');
    session.close();
    Await.until(
        "the one-off dyno is gone", () -> platform.platform().dynos().list(app).size() == 1);
  }

  @Test
  void theLogHasWhatTheAppPrintedAndWhatThePlatformDid() throws Exception {
    platform.get("hello", "/path");
    Await.until(
        "an access line", () -> log().stream().anyMatch(l -> l.contains("dynogrid[router]: at=")));
    assertThat(log())
        .anySatisfy(line -> assertThat(line).endsWith("app[web.1]: starting one"))
        .anySatisfy(line -> assertThat(line).contains("dynogrid[api]: Release v1 by test"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("at=info method=GET path=\"/path\" host=hello.localhost")
                    .contains("dyno=web.1", "status=200", "bytes=3"));
  }

  @Test
  void aTailGivesRecentLinesThenEachNewOneUntilItIsClosed() throws Exception {
    BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
    Subscription tail = platform.platform().logs().tail(app, 1500, lines::add);
    Await.until(
        "an old line", () -> lines.stream().anyMatch(line -> line.text().equals("starting one")));
    platform.get("hello", "/after");
    Await.until(
        "a new line", () -> lines.stream().anyMatch(line -> line.text().contains("/after")));
    tail.close();
    lines.clear();
    platform.get("hello", "/closed");
    Await.until(
        "the line is kept", () -> log().stream().anyMatch(line -> line.contains("/closed")));
    assertThat(lines).isEmpty();
  }

  @Test
  void listenersHearWhatHappensInOrder() throws Exception {
    platform.platform().config().set(app, Map.of("GREETING", "hi"));
    platform.platform().apps().destroy(app);
    Await.until("the end", () -> kinds().contains("AppDestroyed"));
    assertThat(kinds())
        .containsSubsequence("AppCreated", "DynoChanged", "ReleaseDecided", "ReleaseDecided")
        .containsSubsequence("ReleaseDecided", "AppDestroyed");
  }

  @Test
  void restartReplacesEveryDyno() {
    DynoId before = platform.platform().dynos().list(app).get(0).id();
    platform.platform().dynos().restart(app, Optional.empty());
    assertThat(platform.platform().dynos().list(app))
        .filteredOn(dyno -> dyno.state() == DynoState.UP)
        .singleElement()
        .satisfies(dyno -> assertThat(dyno.id()).isNotEqualTo(before));
  }

  @Test
  void anAppWithoutAReleaseTakesConfigVarsAndHasNothingToRun() throws Exception {
    AppId blank = platform.platform().apps().create("blank").id();
    assertThat(platform.platform().config().set(blank, Map.of("GREETING", "early"))).isEmpty();
    assertThat(platform.get("blank", "/").headers()).containsEntry("x-dynogrid-error", "H81");
    assertThatThrownBy(() -> platform.platform().dynos().run(blank, "true", Optional.empty()))
        .isInstanceOfSatisfying(
            DynogridException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_DEPLOYED));
    assertThat(Apps.web(platform.repo("blank"), "text").deploy().succeeded()).isTrue();
    assertThat(platform.get("blank", "/").body()).isEqualTo("early");
  }

  private String dynos() {
    return platform.platform().dynos().list(app).toString();
  }

  private List<String> upDynos() {
    return platform.platform().dynos().list(app).stream()
        .filter(dyno -> dyno.state() == DynoState.UP)
        .map(dyno -> dyno.name().toString())
        .toList();
  }

  private List<String> log() {
    return platform.platform().logs().recent(app, 1500).stream().map(LogLine::toString).toList();
  }

  private List<String> kinds() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private static void assertConflict(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynogridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }
}
