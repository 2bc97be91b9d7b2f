package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RequestExplanation;
import dev.dynogrid.api.routing.RequestExplanation.Step;
import dev.dynogrid.api.routing.RouterCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mesh remembers of the decisions that it took for a request. */
final class ExplainTest {
  private static final int MORE_THAN_ARE_REMEMBERED = 3_000;

  private final TestMesh mesh = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));

  @AfterEach
  void close() {
    mesh.close();
  }

  private static String request(String id) {
    return "GET /a?b HTTP/1.1\r\nHost: hello.localhost\r\nX-Request-Id: " + id + "\r\n\r\n";
  }

  private RequestExplanation explain(String id) {
    eventually(() -> mesh.mesh.explain(id).isPresent());
    return mesh.mesh.explain(id).orElseThrow();
  }

  @Test
  void anOrdinaryRequestTellsWhichDynoItWentTo() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(request("one")).read();
      client.send(request("two")).read();
      RequestExplanation why = explain("two");
      assertThat(why.decisions())
          .extracting(RequestExplanation.Decision::step)
          .containsExactly(Step.PICKED, Step.SENT, Step.ANSWERED, Step.ENDED);
      assertThat(why.decisions().get(0).words()).isEqualTo("web.1");
      assertThat(why.decisions().get(1).words()).isEqualTo("over a connection that was kept");
      assertThat(why.app()).contains(TestMesh.APP);
      assertThat(why.begun()).isBetween(Instant.now().minus(1, ChronoUnit.MINUTES), Instant.now());
      assertThat(why.code()).isEmpty();
      assertThat(why.toString())
          .startsWith("GET hello.localhost/a?b (two): status 200\n  +0 ms PICKED web.1\n")
          .endsWith("ENDED status 200, 5 bytes");
      assertThat(explain("one").decisions().get(1).words()).startsWith("over a new connection");
    }
  }

  @Test
  void aRequestThatWasRetriedTellsOfEveryAttempt() {
    try (RawClient client = mesh.client()) {
      mesh.serve(TestMesh.target(TestMesh.deadPort()), TestMesh.target(TestMesh.deadPort()));
      client.send(request("lost")).read();
      RequestExplanation why = explain("lost");
      assertThat(why.decisions())
          .extracting(RequestExplanation.Decision::step)
          .containsExactly(Step.PICKED, Step.FAILED, Step.PICKED, Step.FAILED, Step.ENDED);
      assertThat(why.decisions().get(1).words()).isEqualTo("H21 Backend connection refused");
      assertThat(why.code()).contains(RouterCode.H21);
      assertThat(why.status()).isEqualTo(503);
    }
  }

  @Test
  void aRequestThatWaitedTellsForWhat() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.publish(AppRoute.Mode.HOLD);
      client.send(request("held"));
      eventually(() -> mesh.traffic().waiting() == 1);
      mesh.serve(dyno);
      client.read();
      RequestExplanation why = explain("held");
      assertThat(why.decisions().get(0).step()).isEqualTo(Step.WAITED);
      assertThat(why.decisions().get(0).words()).isEqualTo("for a dyno that boots or wakes");
      assertThat(why.decisions().get(1).step()).isEqualTo(Step.PICKED);
    }
  }

  @Test
  void anErrorIsRememberedWhenWhatSucceededLongAgoIsNot() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.publish(AppRoute.Mode.NO_DYNOS);
      client.send(request("failed")).read();
      mesh.serve(dyno);
      client.send(request("good")).read();
      explain("good");
      for (int i = 0; i < MORE_THAN_ARE_REMEMBERED; i++) {
        client.send(request("more")).read();
      }
      assertThat(mesh.mesh.explain("failed").orElseThrow().code()).contains(RouterCode.H14);
      assertThat(mesh.mesh.explain("good")).isEmpty();
      assertThat(mesh.mesh.explain("never-came")).isEmpty();
    }
  }
}
