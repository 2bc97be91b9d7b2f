package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Subscription;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Load;
import dev.dynogrid.core.testkit.MeshClient;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2: no request is lost to a change. */
class NoFailedRequestIT {
  private static final int REQUESTS_PER_SECOND = 200;

  /** Each has a deploy, a scaling, a config change, a restart and a rollback. */
  private static final int ROUNDS = Boolean.getBoolean("dynogrid.long") ? 30 : 6;

  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;
  private AppId app;

  @BeforeEach
  void deployTheFirstRelease() throws Exception {
    platform = TestPlatform.start(folder);
    repo = platform.repo("hz");
    GitRepo.Result result = Apps.web(repo, "0").deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    app = platform.app("hz");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aLoadSeesNoErrorOverDeploysScalingsConfigChangesRestartsAndRollbacks() throws Exception {
    Load load = Load.on(platform.mesh(), "hz.localhost", "/", REQUESTS_PER_SECOND);
    try (load) {
      for (int round = 1; round <= ROUNDS; round++) {
        GitRepo.Result pushed = Apps.web(repo, "round " + round).deploy();
        assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
        platform.platform().formation().scale(app, "web", 1 + round % 3);
        platform.platform().config().set(app, Map.of("ROUND", "" + round));
        platform.platform().dynos().restart(app, Optional.empty());
        platform.platform().releases().rollback(app, 1);
      }
    }
    assertThat(load.errors()).isEmpty();
    assertThat(load.answered()).isGreaterThan(REQUESTS_PER_SECOND);
  }

  @Test
  void aRequestInFlightAtASwitchIsFinishedAndNotCut() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Subscription tail = tellWhenSlowBegins(begun);
    CompletableFuture<MeshClient.Response> slow =
        CompletableFuture.supplyAsync(() -> get("hz", "/slow"));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    tail.close();
    GitRepo.Result pushed = Apps.web(repo, "1").deploy();
    assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
    assertThat(slow).isNotDone();
    assertThat(get("hz", "/").body()).isEqualTo("1");
    assertThat(slow.get().body()).isEqualTo("0");
  }

  @Test
  void deployingOneAppNeverTouchesAnother() throws Exception {
    GitRepo other = platform.repo("hz2");
    assertThat(Apps.web(other, "other").deploy().succeeded()).isTrue();
    String dyno = dynoOf("hz2");
    GitRepo.Result pushed = Apps.web(repo, "1").deploy();
    assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
    assertThat(dynoOf("hz2")).isEqualTo(dyno);
    assertThat(get("hz2", "/").body()).isEqualTo("other");
  }

  private String dynoOf(String name) {
    return platform.platform().dynos().list(platform.app(name)).toString();
  }

  private MeshClient.Response get(String name, String path) {
    try {
      return platform.get(name, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Subscription tellWhenSlowBegins(CountDownLatch begun) {
    return platform
        .platform()
        .logs()
        .tail(
            app,
            0,
            line -> {
              if (line.text().equals("slow begins")) {
                begun.countDown();
              }
            });
  }
}
