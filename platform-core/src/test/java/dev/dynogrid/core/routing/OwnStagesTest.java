package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Stages of an integrator's own. */
class OwnStagesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n";

  private static TestMesh with(MeshStage... stages) {
    return new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1).withStages(List.of(stages)));
  }

  @Test
  void aStageChangesHeadersBothWays() {
    MeshStage stage =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            assertThat(request.appName().value()).isEqualTo("hello");
            assertThat(request.host()).isEqualTo(HOST);
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.target()).isEqualTo("/");
            assertThat(request.clientAddress()).isEqualTo("127.0.0.1");
            request.setHeader("X-Id", request.requestId());
            request.removeHeader("X-Gone");
            return StageVerdict.pass();
          }

          @Override
          public void onResponse(MeshRequest request, MeshResponse response) {
            response.setHeader("X-Seen", response.status() + " " + request.header("X-Id").get());
          }
        };
    try (TestMesh mesh = with(stage);
        TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      RawMessage response = client.send(GET + "X-Request-Id: 7\r\nX-Gone: 1\r\n\r\n").read();
      assertThat(response.header("x-seen")).isEqualTo("200 7");
      assertThat(dyno.lastRequest().header("x-id")).isEqualTo("7");
      assertThat(dyno.lastRequest().has("x-gone")).isFalse();
    }
  }

  @Test
  void aStageAnswersAndNoDynoHearsOfIt() {
    MeshStage stage =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            return request.header("X-Ticket").isPresent()
                ? StageVerdict.pass()
                : StageVerdict.answer(401, MeshPage.html("<h1>No ticket</h1>"));
          }
        };
    try (TestMesh mesh = with(stage);
        TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      RawMessage refused = client.send(GET + "\r\n").read();
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.body()).isEqualTo("<h1>No ticket</h1>");
      assertThat(mesh.line()).startsWith("at=info ").contains(" dyno= ").contains(" status=401 ");
      assertThat(client.send(GET + "X-Ticket: 1\r\n\r\n").read().body()).isEqualTo("Hello");
      assertThat(dyno.requests()).hasSize(1);
    }
  }

  @Test
  void aStageMayTakeItsTimeAndTheRequestIsSeenOnce() {
    CompletableFuture<StageVerdict> decision = new CompletableFuture<>();
    AtomicInteger asked = new AtomicInteger();
    MeshStage slow =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            asked.incrementAndGet();
            return StageVerdict.later(decision);
          }
        };
    try (TestMesh mesh = with(slow);
        TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.publish(AppRoute.Mode.HOLD);
      client.send(GET + "\r\n");
      TestMesh.eventually(() -> asked.get() == 1);
      decision.complete(StageVerdict.pass());
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      mesh.serve(dyno);
      assertThat(client.read().body()).isEqualTo("Hello");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void whatAStageWaitsForEndsWithItsClientOrItsTime() {
    CompletableFuture<StageVerdict> decision = new CompletableFuture<>();
    MeshStage never =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            return StageVerdict.later(decision);
          }
        };
    try (TestMesh mesh = with(never)) {
      mesh.publish(AppRoute.Mode.BLANK);
      try (RawClient client = mesh.client()) {
        client.send(GET + "\r\n");
        client.close();
      }
      assertThat(mesh.line()).startsWith("at=error code=H27 ");
      TestMesh.eventually(decision::isCancelled);
    }
    try (TestMesh mesh = with(slowly())) {
      mesh.with(TestMesh.settings(1, 1, Duration.ofMillis(100))).publish(AppRoute.Mode.BLANK);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H99");
    }
  }

  private static MeshStage slowly() {
    return new MeshStage() {
      @Override
      public StageVerdict onRequest(MeshRequest request) {
        return StageVerdict.later(new CompletableFuture<>());
      }
    };
  }

  @Test
  void aStageThatThrowsIsThePlatformsFault() {
    MeshStage broken =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    try (TestMesh mesh = with(broken);
        TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H99");
      assertThat(mesh.traffic().inFlight()).isEmpty();
    }
  }

  @Test
  void aStageCannotSmuggle() {
    MeshStage curious =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            for (String fixed : new String[] {"Host", "content-length", "Transfer-Encoding"}) {
              assertThatThrownBy(() -> request.setHeader(fixed, "1"))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageStartingWith("header: " + fixed + " (expected: ");
            }
            assertThatThrownBy(() -> request.setHeader("X", "a\r\nY: b"))
                .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.setHeader("X Y", "a"))
                .isInstanceOf(IllegalArgumentException.class);
            return StageVerdict.pass();
          }
        };
    try (TestMesh mesh = with(curious);
        TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      assertThat(mesh.get("/").status()).isEqualTo(200);
    }
  }
}
