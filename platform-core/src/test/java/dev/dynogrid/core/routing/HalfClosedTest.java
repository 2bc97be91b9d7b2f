package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of which one side says no more, and may still read. */
class HalfClosedTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
  private static final String ASK =
      "GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: Upgrade\r\nUpgrade: line\r\n\r\n";
  private static final String AGREE =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: line\r\n\r\n";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aClientThatHasSaidAllIsAnswered() throws IOException {
    try (TestDyno dyno = TestDyno.answering((r, c) -> c.send(TestDyno.ok(r.path())));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(GET.replace("/ ", "/1 ") + GET.replace("/ ", "/2 ")).endOutput();
      assertThat(client.read().body()).isEqualTo("/1");
      assertThat(client.read().body()).isEqualTo("/2");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aClientThatEndsBetweenRequestsIsClosed() throws IOException {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/");
      client.endOutput();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aRequestThatEndsInTheMiddleReachesNobodyAsAWhole() throws IOException {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 9\r\n\r\n1234");
      client.endOutput();
      assertThat(client.isClosed()).isTrue();
      assertThat(mesh.line()).startsWith("at=error code=H27 ");
      assertThat(dyno.requests()).isEmpty();
    }
  }

  @Test
  void whoeverMayBeGoneDoesNotHoldADynoForLong() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (TestDyno dyno = TestDyno.answering((request, connection) -> never.await());
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(GET).endOutput();
      assertThat(mesh.line()).startsWith("at=error code=H27 ");
      assertThat(mesh.traffic().inFlight()).isEmpty();
      never.countDown();
    }
  }

  @Test
  void inATunnelTheEndOfTheClientReachesTheDynoWhichMayStillAnswer() throws IOException {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send(AGREE);
                  byte[] all = connection.in().readAllBytes();
                  connection.send("got " + all.length);
                  connection.close();
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.send(ASK).read().status()).isEqualTo(101);
      client.send("12345").endOutput();
      assertThat(new String(client.in().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("got 5");
      assertThat(mesh.line()).startsWith("at=info ").contains(" status=101 bytes=5 ");
    }
  }

  @Test
  void inATunnelTheEndOfTheDynoReachesTheClientWhichMayStillSend() throws IOException {
    CountDownLatch heard = new CountDownLatch(1);
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send(AGREE + "bye");
                  connection.socket().shutdownOutput();
                  if (connection.in().readAllBytes().length == 5) {
                    heard.countDown();
                  }
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.send(ASK).read().status()).isEqualTo(101);
      assertThat(new String(client.in().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("bye");
      client.send("12345").endOutput();
      TestMesh.eventually(() -> heard.getCount() == 0);
      TestMesh.eventually(() -> mesh.traffic().inFlight().isEmpty());
    }
  }
}
