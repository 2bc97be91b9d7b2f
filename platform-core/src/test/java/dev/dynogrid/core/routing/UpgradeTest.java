package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.RouteTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpgradeTest {
  private static final String ASK =
      "GET /socket HTTP/1.1\r\nHost: "
          + HOST
          + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  private static final String AGREE =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private static TestDyno echo() {
    return TestDyno.answering(
        (request, connection) -> {
          connection.send(AGREE);
          for (int c = connection.in().read(); c >= 0; c = connection.in().read()) {
            connection.out().write(c);
          }
          connection.close();
        });
  }

  private static byte[] bytes(RawClient client, int count) {
    try {
      return client.in().readNBytes(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aWebSocketIsPassedThroughBothWays() {
    try (TestDyno dyno = echo();
        RawClient client = mesh.client()) {
      RouteTarget target = mesh.serve(dyno);
      RawMessage agreed = client.send(ASK).read();
      assertThat(agreed.status()).isEqualTo(101);
      assertThat(agreed.header("upgrade")).isEqualTo("websocket");
      assertThat(agreed.header("connection")).isEqualToIgnoringCase("upgrade");
      assertThat(agreed.header("sec-websocket-accept")).isNotEmpty();
      assertThat(dyno.lastRequest().header("connection")).isEqualToIgnoringCase("upgrade");
      assertThat(dyno.lastRequest().header("upgrade")).isEqualTo("websocket");
      client.send("\u0082\u0003abc");
      assertThat(bytes(client, 5)).containsExactly(0x82, 3, 'a', 'b', 'c');
      assertThat(mesh.traffic().inFlight(target.dyno())).isEqualTo(1);
      client.close();
      TestMesh.eventually(() -> dyno.open() == 0);
      assertThat(mesh.line()).startsWith("at=info ").contains(" status=101 bytes=5 ");
      assertThat(mesh.traffic().inFlight()).isEmpty();
    }
  }

  @Test
  void whatTheDynoSendsWithItsAgreementIsPassedOn() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send(AGREE + "\u0081\u0005hello");
                  connection.in().read();
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.send(ASK).read().status()).isEqualTo(101);
      assertThat(bytes(client, 7)).endsWith('h', 'e', 'l', 'l', 'o');
    }
  }

  @Test
  void aDynoThatDeclinesAnswersAsUsual() {
    try (TestDyno dyno = TestDyno.saying("no");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.send(ASK).read().body()).isEqualTo("no");
      assertThat(client.get(HOST, "/").body()).isEqualTo("no");
    }
  }

  @Test
  void http2IsNotUpgradedTo() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client
          .send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: Upgrade, HTTP2-Settings\r\n")
          .send("Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n")
          .read();
      assertThat(dyno.lastRequest().has("upgrade")).isFalse();
      assertThat(dyno.lastRequest().has("http2-settings")).isFalse();
    }
  }

  @Test
  void aWebSocketIsToldWhenItsDynoHasToGo() {
    mesh.with(TestMesh.settings(50, 50, Duration.ofSeconds(5)));
    try (TestDyno dyno = echo();
        TestDyno fresh = TestDyno.saying("new");
        RawClient client = mesh.client()) {
      RouteTarget target = mesh.serve(dyno);
      client.send(ASK).read();
      mesh.serve(fresh);
      client.send("\u0082\u0001a"); // still works, until the drain time is over
      assertThat(bytes(client, 3)).containsExactly(0x82, 1, 'a');
      assertThat(mesh.traffic().inFlight(target.dyno())).isEqualTo(1);
      assertThat(bytes(client, 4)).containsExactly(0x88, 2, 0x03, 0xe9);
      assertThat(client.isClosed()).isTrue();
      TestMesh.eventually(() -> mesh.drained.contains(target.dyno()));
    }
  }

  @Test
  void aMeshThatClosesEndsWebSocketsAtOnce() {
    try (TestDyno dyno = echo();
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(ASK).read();
      mesh.close();
      assertThat(bytes(client, 4)).containsExactly(0x88, 2, 0x03, 0xe9);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aWebSocketIsToldBetweenTwoFramesAlsoWhereOneIsUnderWay() {
    try (TestMesh leaving = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));
        TestDyno dyno = echo();
        RawClient client = leaving.client();
        RawClient idle = leaving.client()) {
      leaving.serve(dyno);
      client.send(ASK).read();
      idle.get("nobody.localhost", "/");
      client.send("\u0082\u0003a");
      assertThat(bytes(client, 3)).containsExactly(0x82, 3, 'a');
      CompletableFuture<Void> closed = CompletableFuture.runAsync(leaving::close);
      assertThat(idle.isClosed()).isTrue(); // in the same moment, the WebSocket has to go
      client.send("bc");
      assertThat(bytes(client, 6)).containsExactly('b', 'c', 0x88, 2, 0x03, 0xe9);
      closed.join();
    }
  }

  @Test
  void aSilentWebSocketIsClosed() {
    mesh.with(TestMesh.settings(50, 50, Duration.ofMillis(150)));
    try (TestDyno dyno = echo();
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(ASK).read();
      assertThat(client.isClosed()).isTrue();
      assertThat(mesh.line()).startsWith("at=error code=H15 ");
    }
  }

  @Test
  void moreWebSocketsThanADynoMayHaveAreH22() {
    MeshOptions one = MeshOptions.at("127.0.0.1", 0).withThreads(1).withConnections(1, 1000, 0);
    try (TestMesh small = new TestMesh(one);
        TestDyno dyno = echo();
        RawClient first = small.client();
        RawClient second = small.client()) {
      small.serve(dyno);
      assertThat(first.send(ASK).read().status()).isEqualTo(101);
      assertThat(second.send(ASK).read().header("x-dynogrid-error")).isEqualTo("H22");
    }
  }
}
