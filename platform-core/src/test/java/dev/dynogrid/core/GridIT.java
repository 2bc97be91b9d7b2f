package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.Explanation;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Load;
import dev.dynogrid.core.testkit.LocalHosts;
import dev.dynogrid.core.testkit.MeshClient;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grid with real processes on three hosts: it heals itself, and apps idle and wake. */
class GridIT {
  /** Healthy until somebody asks for {@code /break}; other paths go on. */
  private static final String BREAKABLE =
      Apps.PYTHON
          .replace("class Handler", "broken = False\n\nclass Handler")
          .replace(
              "        body = ",
              "        global broken\n"
                  + "        broken = broken or self.path == '/break'\n"
                  + "        body = ")
          .replace(
              "self.send_response(200)",
              "self.send_response(500 if broken and self.path == '/health' else 200)");

  private static final String APP_JSON = "{\"healthchecks\": {\"web\": [{\"path\": \"/health\"}]}}";

  private static final int REQUESTS_PER_SECOND = 200;

  @TempDir Path folder;
  private final LocalHosts hosts = new LocalHosts(3);
  private final Queue<PlatformEvent> events = new ConcurrentLinkedQueue<>();
  private TestPlatform platform;
  private AppId app;

  @BeforeEach
  void deployAnApp() throws Exception {
    platform =
        TestPlatform.start(
            folder,
            builder ->
                builder
                    .limits(
                        TestPlatform.limits()
                            .withHealthTimes(Duration.ofMillis(200), Duration.ofSeconds(3)))
                    .capacityProvider(hosts.capacity())
                    .dynoRuntime(hosts.runtime())
                    .listener(events::add));
    GitRepo repo = platform.repo("hello");
    GitRepo.Result pushed =
        repo.write("app.py", BREAKABLE)
            .write("Procfile", Apps.PROCFILE)
            .write("app.json", APP_JSON)
            .deploy();
    assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
    app = platform.app("hello");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aDynoThatFailsItsHealthPathGetsNoRequestsAndIsRestartedIfItStaysSo() throws Exception {
    scale(2);
    Set<Dyno> before = Set.copyOf(dynos());
    assertThat(get("/break").status()).isEqualTo(200);
    Await.until(
        "it is taken out of the route",
        () -> events.stream().anyMatch(PlatformEvent.DynoHealthChanged.class::isInstance));
    Dyno sick =
        events.stream()
            .filter(PlatformEvent.DynoHealthChanged.class::isInstance)
            .map(event -> ((PlatformEvent.DynoHealthChanged) event).dyno())
            .findFirst()
            .orElseThrow();
    assertThat(platform.platform().why(sick.id()).toString()).contains("/health answered 500");
    Await.until(
        "another is there in its place",
        () -> up().size() == 2 && dynos().stream().noneMatch(dyno -> dyno.id().equals(sick.id())));
    assertThat(before).extracting(Dyno::id).contains(sick.id());
    assertThat(platform.platform().why(sick.id()).toString()).contains("unhealthy");
  }

  @Test
  void aRequestWakesAnIdleAppAndAllThatWaitAreAnsweredByOneWake() throws Exception {
    platform.platform().apps().setIdleAfter(app, Optional.of(Duration.ofSeconds(1)));
    Await.until("it idles", () -> dynos().isEmpty());
    try (Load load = Load.on(platform.mesh(), "hello.localhost", "/", REQUESTS_PER_SECOND)) {
      Await.until("requests are answered", () -> load.answered() > REQUESTS_PER_SECOND);
      assertThat(load.errors()).isEmpty();
    }
    assertThat(events).filteredOn(PlatformEvent.AppWoken.class::isInstance).hasSize(1);
    assertThat(platform.platform().logs().recent(app, 1500))
        .extracting(LogLine::text)
        .anyMatch(text -> text.startsWith("Woken by a request in "));
  }

  @Test
  void anAppThatIdledIdlesOnWhenThePlatformStartsAgain() throws Exception {
    platform.platform().apps().setIdleAfter(app, Optional.of(Duration.ofSeconds(1)));
    Await.until("it idles", () -> dynos().isEmpty());
    platform.platform().detach();
    platform = TestPlatform.start(folder);
    assertThat(dynos()).isEmpty();
    assertThat(platform.platform().why(app).words()).first().asString().contains("idles");
    assertThat(get("/").status()).isEqualTo(200);
  }

  @Test
  void aHostThatIsLostCostsAtMostTheRequestsInFlightOnIt() throws Exception {
    scale(3);
    assertThat(hostsOf()).hasSize(3);
    HostId lost = dynos().get(0).host().orElseThrow();
    Load load = Load.on(platform.mesh(), "hello.localhost", "/", REQUESTS_PER_SECOND);
    try (load) {
      Await.until("a load", () -> load.answered() > REQUESTS_PER_SECOND);
      hosts.lose(lost);
      Await.until("three are up again", () -> up().size() == 3 && !hostsOf().contains(lost));
      long answered = load.answered();
      Await.until("more load", () -> load.answered() > answered + REQUESTS_PER_SECOND);
    }
    assertThat(load.errors()).allMatch(error -> error.contains("H13")).hasSizeLessThan(20);
  }

  @Test
  void aHostThatIsDrainedIsEmptiedWithoutAFailedRequest() throws Exception {
    scale(3);
    HostId drained = dynos().get(0).host().orElseThrow();
    Load load = Load.on(platform.mesh(), "hello.localhost", "/", REQUESTS_PER_SECOND);
    try (load) {
      hosts.drain(drained);
      Await.until("it is empty", () -> up().size() == 3 && !hostsOf().contains(drained));
    }
    assertThat(load.errors()).isEmpty();
  }

  @Test
  void aDynoThatCrashesIsReplacedAtOnceAndNoRequestOfItsNeighboursFails() throws Exception {
    scale(2);
    Load load = Load.on(platform.mesh(), "hello.localhost", "/", REQUESTS_PER_SECOND);
    try (load) {
      Await.until("a load", () -> load.answered() > REQUESTS_PER_SECOND);
      Dyno first = dynos().get(0);
      hosts.kill(first);
      Await.until(
          "another is up",
          () -> up().size() == 2 && up().stream().noneMatch(d -> d.id().equals(first.id())));
    }
    assertThat(load.errors()).allMatch(error -> error.contains("H13")).hasSizeLessThan(20);
    Explanation why = platform.platform().why(app);
    assertThat(why.toString()).contains("restarted after crash 1 in a row");
  }

  private void scale(int web) throws Exception {
    platform.platform().formation().scale(app, "web", web);
    Await.until(web + " are up", () -> up().size() == web);
  }

  private List<Dyno> dynos() {
    return platform.platform().dynos().list(app);
  }

  private List<Dyno> up() {
    return dynos().stream().filter(dyno -> dyno.state() == DynoState.UP).toList();
  }

  private Set<HostId> hostsOf() {
    return dynos().stream().flatMap(dyno -> dyno.host().stream()).collect(Collectors.toSet());
  }

  private MeshClient.Response get(String path) throws IOException {
    return platform.get("hello", path);
  }
}
