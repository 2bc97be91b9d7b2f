package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.RouterCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private final TestMesh mesh =
      new TestMesh(
          MeshOptions.at("127.0.0.1", 0)
              .withThreads(2)
              .withTimes(Duration.ofSeconds(60), Duration.ofMillis(100)));

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aDynoThatRefusesCostsNoRequestAnything() {
    try (TestDyno alive = TestDyno.saying("alive")) {
      mesh.serve(TestMesh.target(TestMesh.deadPort()), TestMesh.target(alive.port()));
      for (int i = 0; i < 30; i++) {
        assertThat(mesh.get("/").body()).isEqualTo("alive");
      }
      assertThat(mesh.unreachable).hasSizeLessThanOrEqualTo(1);
      assertThat(mesh.unreachable).allMatch(RouterCode.H21::equals);
    }
  }

  @Test
  void theMeshsOwnProbeEndsItAndReleasesThoseWhoWait() throws Exception {
    int port = TestMesh.deadPort();
    mesh.serve(TestMesh.target(port));
    assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H21");
    try (RawClient client = mesh.client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + TestMesh.HOST + "\r\n\r\n");
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      try (TestDyno dyno =
          TestDyno.on(port, (request, out) -> out.send(TestDyno.ok("here again")))) {
        assertThat(client.read().body()).isEqualTo("here again");
        assertThat(dyno.requests()).hasSize(1);
      }
    }
  }
}
