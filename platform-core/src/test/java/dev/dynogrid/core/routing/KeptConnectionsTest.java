package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptConnectionsTest {
  private final TestMesh mesh = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aConnectionThatTheDynoClosesWhileIdleIsDropped() throws IOException {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/");
      dyno.cut();
      TestMesh.eventually(() -> dyno.open() == 0);
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(HOST, "/").status()).isEqualTo(200);
        dyno.cut();
      }
    }
  }

  @Test
  void aStaleConnectionCostsAnIdempotentRequestNothing() {
    AtomicBoolean second = new AtomicBoolean();
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  if (second.compareAndSet(true, false)) {
                    connection.close();
                  } else {
                    connection.send(TestDyno.ok("Hello"));
                  }
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/1");
      second.set(true);
      assertThat(client.get(HOST, "/2").status()).isEqualTo(200);
      assertThat(dyno.requests()).extracting(RawMessage::path).containsExactly("/1", "/2", "/2");
    }
  }

  @Test
  void aRequestThatMayHaveHadAnEffectIsNeverRepeated() {
    AtomicBoolean second = new AtomicBoolean();
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  if (second.get()) {
                    connection.close();
                  } else {
                    connection.send(TestDyno.ok("Hello"));
                  }
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/1");
      second.set(true);
      client.send("POST /2 HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 1\r\n\r\na");
      assertThat(client.read().header("x-dynogrid-error")).isEqualTo("H13");
      assertThat(dyno.requests()).extracting(RawMessage::path).containsExactly("/1", "/2");
    }
  }

  @Test
  void aConnectionIsKeptForASecondLessThanItsDynoSays() {
    String answer = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(answer));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/");
      client.get(HOST, "/");
      assertThat(dyno.connections()).isEqualTo(2);
    }
  }

  @Test
  void aDynoThatWantsItsConnectionClosedGetsThat() {
    String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(answer));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/");
      assertThat(client.get(HOST, "/").has("connection")).isFalse();
      TestMesh.eventually(() -> dyno.open() == 0);
    }
  }

  @Test
  void bytesAfterAResponseAreNobodysResponse() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, out) -> out.send(TestDyno.ok(request.path()) + TestDyno.ok("/evil")));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(HOST, "/" + i).body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void aSecondResponseIsNotTheNextRequestsOne() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, out) -> {
                  String evil = TestDyno.ok("evil");
                  out.send(TestDyno.ok(request.path()) + (request.path().equals("/1") ? evil : ""));
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      StringBuilder pipelined = new StringBuilder();
      for (int i = 1; i <= 3; i++) {
        pipelined.append("GET /" + i + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      }
      client.send(pipelined.toString());
      for (int i = 1; i <= 3; i++) {
        assertThat(client.read().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void aDynoThatTakesOneRequestAtATimeHasOneConnectionAtATime() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        TestMesh two = new TestMesh()) {
      two.with(TestMesh.settings(1, 50, Duration.ofSeconds(5))).serve(dyno);
      for (int i = 0; i < 10; i++) {
        assertThat(two.get("/").body()).isEqualTo("Hello");
        TestMesh.eventually(() -> dyno.open() == 0);
      }
    }
  }

  @Test
  void anIdleClientIsClosed() {
    try (TestMesh impatient =
            new TestMesh(
                MeshOptions.at("127.0.0.1", 0)
                    .withTimes(Duration.ofMillis(100), Duration.ofSeconds(5)));
        RawClient idle = impatient.client();
        RawClient slow = impatient.client()) {
      slow.send("GET / HT");
      assertThat(idle.isClosed()).isTrue();
      assertThat(slow.isClosed()).isTrue();
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheRequestLeavesBothUsable() {
    try (TestDyno dyno =
            TestDyno.afterHead(
                (request, connection) -> {
                  connection.send(TestDyno.ok("early"));
                  connection.close();
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 10\r\n\r\n12345");
      assertThat(client.read().body()).isEqualTo("early");
      client.send("67890");
      assertThat(client.get(HOST, "/").body()).isEqualTo("early");
    }
  }
}
