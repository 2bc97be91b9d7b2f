package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static dev.dynogrid.core.routing.TestMesh.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void requestsWaitUntilADynoIsThere() {
    mesh.publish(AppRoute.Mode.HOLD);
    try (TestDyno dyno = TestDyno.saying("awake");
        RawClient first = mesh.client();
        RawClient second = mesh.client()) {
      first.send(GET);
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      second.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 4\r\n\r\nbody");
      TestMesh.eventually(() -> mesh.traffic().waiting() == 2);
      assertThat(mesh.demanded).containsExactly(TestMesh.APP);
      mesh.serve(dyno);
      assertThat(first.read().body()).isEqualTo("awake");
      assertThat(second.read().body()).isEqualTo("awake");
      assertThat(dyno.requests()).extracting(RawMessage::body).contains("body");
      assertThat(mesh.traffic().waiting()).isZero();
    }
  }

  @Test
  void requestsThatWaitTooLongAreH20() {
    mesh.with(settings(50, 50, Duration.ofMillis(100)));
    mesh.publish(AppRoute.Mode.HOLD);
    assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H20");
    assertThat(mesh.traffic().waiting()).isZero();
  }

  @Test
  void waitingRequestsAreBounded() {
    mesh.with(settings(1, 1, Duration.ofSeconds(5)));
    mesh.publish(AppRoute.Mode.HOLD);
    try (RawClient first = mesh.client();
        RawClient second = mesh.client()) {
      first.send(GET);
      second.send(GET);
      TestMesh.eventually(() -> mesh.traffic().waiting() == 2);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H11");
    }
  }

  @Test
  void aClientThatGoesAwayWaitsNoLonger() {
    mesh.publish(AppRoute.Mode.HOLD);
    try (RawClient client = mesh.client()) {
      client.send(GET);
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      client.close();
      TestMesh.eventually(() -> mesh.traffic().waiting() == 0);
      assertThat(mesh.line()).startsWith("at=error code=H27 ");
    }
  }

  @Test
  void whoeverWaitsHearsThatTheAppCrashed() {
    mesh.publish(AppRoute.Mode.HOLD);
    try (RawClient client = mesh.client()) {
      client.send(GET);
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      mesh.publish(AppRoute.Mode.CRASHED);
      assertThat(client.read().header("x-dynogrid-error")).isEqualTo("H10");
    }
  }

  @Test
  void aBigBodyWaitsAtItsClient() throws Exception {
    mesh.publish(AppRoute.Mode.HOLD);
    byte[] body = new byte[3_000_000];
    try (TestDyno dyno = TestDyno.saying("taken");
        RawClient client = mesh.client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\n");
      client.send("Content-Length: " + body.length + "\r\n\r\n");
      Thread sender =
          new Thread(
              () -> {
                client.send("x".repeat(body.length));
              });
      sender.start();
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      mesh.serve(dyno);
      assertThat(client.read().body()).isEqualTo("taken");
      sender.join();
      assertThat(dyno.lastRequest().body()).hasSize(body.length);
    }
  }
}
