package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static dev.dynogrid.core.routing.TestMesh.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouterCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodesTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void beforeTheFirstRouteEverythingIsThePlatformsFault() {
    RawMessage response = mesh.get("/");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("x-dynogrid-error")).isEqualTo("H99");
  }

  @ParameterizedTest
  @CsvSource({"CRASHED,H10", "NO_DYNOS,H14", "BLANK,H81", "MAINTENANCE,H80", "SERVE,H10"})
  void anAppWithoutDynosIsAnsweredByItsMode(AppRoute.Mode mode, RouterCode code) {
    mesh.publish(mode);
    RawMessage response = mesh.get("/");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("x-dynogrid-error")).isEqualTo(code.name());
    assertThat(response.body()).contains(code.title()).contains(code.name());
    assertThat(mesh.line())
        .startsWith(
            "at=error code=" + code + " desc=\"" + code.title() + "\" method=GET path=\"/\"")
        .contains(" dyno= connect= service= status=503 ");
  }

  @Test
  void anErrorIsAPageForThoseWhoWantOne() {
    mesh.publish(AppRoute.Mode.BLANK);
    try (RawClient client = mesh.client()) {
      RawMessage page =
          client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nAccept: text/html\r\n\r\n").read();
      assertThat(page.header("content-type")).startsWith("text/html");
      assertThat(page.body()).contains("<h1>Blank app</h1>").contains("H81");
      assertThat(client.get(HOST, "/").header("content-type")).startsWith("text/plain");
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.readHead().header("x-dynogrid-error")).isEqualTo("H81");
      assertThat(client.get(HOST, "/").status()).isEqualTo(503);
    }
  }

  @Test
  void aRemovedAppIsUnknown() {
    mesh.publish(AppRoute.Mode.BLANK);
    mesh.remove();
    assertThat(mesh.get("/").status()).isEqualTo(404);
  }

  @Test
  void tooManyWaitingRequestsAreH11() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    mesh.with(settings(1, 1, Duration.ofSeconds(5)));
    try (TestDyno dyno = slow(go);
        RawClient first = mesh.client();
        RawClient second = mesh.client()) {
      mesh.serve(dyno);
      first.send(GET);
      TestMesh.eventually(() -> dyno.requests().size() == 1);
      second.send(GET);
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H11");
      go.countDown();
      assertThat(first.read().status()).isEqualTo(200);
      assertThat(second.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aRequestThatWaitsForAFreeDynoIsNotKeptForever() {
    mesh.with(settings(1, 1, Duration.ofSeconds(5)));
    CountDownLatch go = new CountDownLatch(1);
    try (TestDyno dyno = slow(go);
        RawClient first = mesh.client()) {
      mesh.with(
          new RouteSettings(
              1,
              1,
              10_000,
              SHORT,
              SHORT,
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              SHORT,
              false,
              true));
      mesh.serve(dyno);
      first.send(GET);
      TestMesh.eventually(() -> dyno.requests().size() == 1);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H11");
      go.countDown();
      assertThat(first.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aDynoThatDoesNotAnswerInTimeIsH12() {
    mesh.with(settings(50, 50, SHORT));
    try (TestDyno dyno = slow(new CountDownLatch(1))) {
      mesh.serve(dyno);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H12");
      assertThat(mesh.line())
          .matches(
              "at=error code=H12 desc=\"Request timeout\" .* dyno=web\\.1 connect=\\d+ms"
                  + " service=\\d{3}ms status=503 bytes=\\d+ protocol=http");
      TestMesh.eventually(() -> mesh.traffic().inFlight().isEmpty());
    }
  }

  @Test
  void aDynoThatClosesWithoutAWordIsH13() {
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.close())) {
      mesh.serve(dyno);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H13");
      assertThat(dyno.requests()).hasSize(1);
    }
  }

  @Test
  void aDynoThatFallsSilentIsH15() {
    mesh.with(settings(50, 50, SHORT));
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  connection.in().read();
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.send(GET).read().body()).isEqualTo("half");
      assertThat(mesh.line()).startsWith("at=error code=H15 ").contains(" status=200 bytes=4 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH",
    "HTTP/2.0 200 OK",
    "HTTP/1.1 two OK",
    "HTTP/1.1 99 Low",
    "'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2'",
    "'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked'",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip'",
    "'HTTP/1.1 200 OK\r\nno colon'",
    "'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade'"
  })
  void aResponseThatIsNotHttpIsH17(String head) {
    try (TestDyno dyno =
        TestDyno.answering(
            (request, connection) -> connection.send(head + "\r\n\r\nanything\r\n\r\n"))) {
      mesh.serve(dyno);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H17");
    }
  }

  @Test
  void aResponseThatIsCutOffIsH18() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  connection.close();
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.send(GET).read().body()).isEqualTo("half");
      assertThat(client.isClosed()).isTrue();
      assertThat(mesh.line()).startsWith("at=error code=H18 ").contains(" bytes=4 ");
    }
  }

  @Test
  void aDynoThatNobodyCanConnectToInTimeIsH19() throws IOException {
    mesh.with(settings(50, 50, SHORT));
    // A listener whose queue is full leaves further connections without an answer.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket two = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      mesh.serve(TestMesh.target(full.getLocalPort()));
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H19");
      assertThat(mesh.unreachable).containsExactly(RouterCode.H19);
    }
  }

  @Test
  void dynosThatAllRefuseAreH21() {
    mesh.serve(TestMesh.target(TestMesh.deadPort()), TestMesh.target(TestMesh.deadPort()));
    assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H21");
    assertThat(mesh.unreachable).containsExactly(RouterCode.H21, RouterCode.H21);
    assertThat(mesh.traffic().inFlight()).isEmpty();
  }

  @Test
  void dynosThatAreAllInQuarantineAreH34() {
    mesh.with(settings(50, 50, SHORT));
    mesh.serve(TestMesh.target(TestMesh.deadPort()));
    mesh.get("/");
    assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H34");
  }

  @Test
  void aCookieOverItsLimitIsH25() {
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=" + "x".repeat(9000) + "\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(answer))) {
      mesh.serve(dyno);
      RawMessage response = mesh.get("/");
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.header("x-dynogrid-error")).isEqualTo("H25");
    }
  }

  @Test
  void aClientThatGoesAwayIsH27AndFreesTheDyno() {
    CountDownLatch go = new CountDownLatch(1);
    try (TestDyno dyno = slow(go);
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(GET);
      TestMesh.eventually(() -> dyno.requests().size() == 1);
      client.close();
      assertThat(mesh.line()).startsWith("at=error code=H27 ").contains(" status=499 ");
      assertThat(mesh.traffic().inFlight()).isEmpty();
      go.countDown();
      TestMesh.eventually(() -> dyno.open() == 0);
    }
  }

  @Test
  void aClientThatFallsSilentInItsRequestIsH28() {
    mesh.with(settings(50, 50, SHORT));
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 10\r\n\r\nhalf");
      assertThat(client.isClosed()).isTrue();
      assertThat(mesh.line()).startsWith("at=error code=H28 ").contains(" status=499 ");
    }
  }

  @Test
  void anEarlyAnswerReachesAClientThatStillSends() {
    mesh.publish(AppRoute.Mode.NO_DYNOS);
    try (RawClient client = mesh.client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 500000\r\n\r\n");
      client.send("x".repeat(300_000));
      RawMessage response = client.read();
      assertThat(response.header("x-dynogrid-error")).isEqualTo("H14");
      assertThat(response.header("connection")).isEqualTo("close");
    }
  }

  private static TestDyno slow(CountDownLatch go) {
    return TestDyno.answering(
        (request, connection) -> {
          go.await();
          connection.send(TestDyno.ok("late"));
        });
  }
}
