package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Many clients, and what they may take from others. */
class CrowdTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
  private static final MeshOptions OPTIONS = MeshOptions.at("127.0.0.1", 0).withThreads(1);

  @Test
  void moreRequestsOfAnAppThanItMayHaveAreH22() {
    CountDownLatch go = new CountDownLatch(1);
    try (TestMesh mesh = new TestMesh(OPTIONS);
        TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  go.await();
                  connection.send(TestDyno.ok("late"));
                });
        RawClient first = mesh.client();
        RawClient second = mesh.client()) {
      mesh.with(RouteSettings.USUAL.withLimits(1, 50, 2)).serve(dyno);
      first.send(GET);
      second.send(GET);
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H22");
      go.countDown();
      assertThat(first.read().status()).isEqualTo(200);
      assertThat(second.read().status()).isEqualTo(200);
      assertThat(mesh.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverOnlyWaitsMakesRoomForWhoeverAsks() {
    try (TestMesh mesh = new TestMesh(OPTIONS.withConnections(10, 50, 0));
        TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      List<RawClient> crowd = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        RawClient client = mesh.client();
        crowd.add(i % 2 == 0 ? client : client.send("GET / HTTP/1.1\r\nX-Slow: "));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(mesh.get("/").status()).isEqualTo(200);
      }
      assertThat(crowd.get(0).isClosed()).isTrue();
      crowd.forEach(RawClient::close);
    }
  }

  @Test
  void requestsUnderWayAreNotCutForOthers() {
    CountDownLatch go = new CountDownLatch(1);
    try (TestMesh mesh = new TestMesh(OPTIONS.withConnections(10, 2, 0));
        TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  go.await();
                  connection.send(TestDyno.ok("late"));
                });
        RawClient first = mesh.client();
        RawClient second = mesh.client()) {
      mesh.serve(dyno);
      first.send(GET);
      second.send(GET);
      TestMesh.eventually(() -> dyno.requests().size() == 2);
      try (RawClient third = mesh.client()) {
        assertThat(third.isClosed()).isTrue();
      }
      go.countDown();
      assertThat(first.read().body()).isEqualTo("late");
      assertThat(second.read().body()).isEqualTo("late");
    }
  }

  @Test
  void anAddressHasSoManyConnectionsWhereThatIsSaid() {
    try (TestMesh mesh = new TestMesh(OPTIONS.withConnections(10, 1000, 2))) {
      mesh.publish(AppRoute.Mode.BLANK);
      RawClient first = mesh.client();
      try (RawClient second = mesh.client()) {
        assertThat(first.send(GET).read().status()).isEqualTo(503);
        assertThat(second.send(GET).read().status()).isEqualTo(503);
        try (RawClient third = mesh.client()) {
          assertThat(third.isClosed()).isTrue();
        }
        first.close();
        TestMesh.eventually(() -> canAsk(mesh));
      }
    }
  }

  private static boolean canAsk(TestMesh mesh) {
    try (RawClient client = mesh.client()) {
      return !client.send(GET).isClosed();
    }
  }
}
