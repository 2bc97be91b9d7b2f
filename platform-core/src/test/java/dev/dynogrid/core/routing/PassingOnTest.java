package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassingOnTest {
  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aRequestIsAnsweredByItsDyno() {
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      RawMessage response = mesh.get("/path?query=1");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("Hello");
      assertThat(response.header("via")).isEqualTo("1.1 dynogrid");
      assertThat(dyno.lastRequest().startLine()).isEqualTo("GET /path?query=1 HTTP/1.1");
    }
  }

  @Test
  void hostNamesAreComparedWithoutCasePortAndTrailingDot() {
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      for (String host :
          new String[] {"HELLO.localhost", HOST + ":8080", HOST + ".", HOST + ".:1"}) {
        assertThat(RawClient.get(mesh.endpoint, host, "/").status()).as(host).isEqualTo(200);
      }
      assertThat(RawClient.get(mesh.endpoint, "other.localhost", "/").status()).isEqualTo(404);
    }
  }

  @Test
  void theAppIsToldWhoAsksAndByWhichWay() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      long before = System.currentTimeMillis();
      client
          .send("GET / HTTP/1.1\r\nHost: " + HOST + ":81\r\nX-Forwarded-For: 1.2.3.4\r\n")
          .send("X-Forwarded-Proto: gopher\r\nVia: 1.0 elsewhere\r\n\r\n")
          .read();
      RawMessage seen = dyno.lastRequest();
      assertThat(seen.header("x-forwarded-for")).isEqualTo("1.2.3.4, 127.0.0.1");
      assertThat(seen.header("x-forwarded-proto")).isEqualTo("http");
      assertThat(seen.header("x-forwarded-port")).isEqualTo("" + mesh.endpoint.port());
      assertThat(seen.header("x-forwarded-host")).isEqualTo(HOST + ":81");
      assertThat(seen.header("host")).isEqualTo(HOST + ":81");
      assertThat(seen.header("via")).isEqualTo("1.0 elsewhere, 1.1 dynogrid");
      assertThat(seen.header("x-request-id")).matches("[0-9a-f-]{36}");
      assertThat(Long.parseLong(seen.header("x-request-start")))
          .isBetween(before, System.currentTimeMillis());
    }
  }

  @Test
  void aValidRequestIdIsKeptAndAnotherReplaced() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send(get("X-Request-Id: abc-123")).read();
      assertThat(dyno.lastRequest().header("x-request-id")).isEqualTo("abc-123");
      client.send(get("X-Request-Id: a\"b c")).read();
      assertThat(dyno.lastRequest().header("x-request-id")).matches("[0-9a-f-]{36}");
      client.send(get("X-Request-Id: " + "a".repeat(201))).read();
      assertThat(dyno.lastRequest().header("x-request-id")).matches("[0-9a-f-]{36}");
    }
  }

  @Test
  void hopByHopHeadersAreRemovedBothWays() {
    String answer =
        "HTTP/1.1 200 OK\r\nConnection: X-Dyno\r\nX-Dyno: 1\r\nKeep-Alive: timeout=5\r\n"
            + "Proxy-Authenticate: Basic\r\nX-Kept: 1\r\nContent-Length: 0\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(answer));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      RawMessage response =
          client
              .send(get("Connection: X-Client, content-length, host", "X-Client: 1", "TE: gzip"))
              .read();
      RawMessage seen = dyno.lastRequest();
      assertThat(seen.has("connection")).isFalse();
      assertThat(seen.has("x-client")).isFalse();
      assertThat(seen.has("te")).isFalse();
      assertThat(seen.header("host")).isEqualTo(HOST);
      assertThat(response.header("x-kept")).isEqualTo("1");
      for (String gone :
          new String[] {"connection", "x-dyno", "keep-alive", "proxy-authenticate"}) {
        assertThat(response.has(gone)).as(gone).isFalse();
      }
    }
  }

  @Test
  void connectionsAreKeptOnBothSides() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(HOST, "/" + i).body()).isEqualTo("Hello");
      }
      assertThat(dyno.connections()).isEqualTo(1);
      assertThat(dyno.requests()).hasSize(20);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    try (TestDyno dyno =
            TestDyno.answering((request, out) -> out.send(TestDyno.ok(request.path())));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: ").append(HOST);
        requests.append("\r\n\r\n");
      }
      client.send(requests.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.read().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void aHeadRequestGetsTheLengthAndNoBody() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(head));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.readHead().header("content-length")).isEqualTo("12345");
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(200);
      assertThat(dyno.connections()).isEqualTo(1);
    }
  }

  @Test
  void responsesWithoutBodyLeaveTheConnectionUsable() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, out) ->
                    out.send(
                        request.path().equals("/304")
                            ? "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"
                            : "HTTP/1.1 204 No Content\r\n\r\n"));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      assertThat(client.get(HOST, "/204").status()).isEqualTo(204);
      assertThat(client.get(HOST, "/304").status()).isEqualTo(304);
      assertThat(client.get(HOST, "/204").status()).isEqualTo(204);
      assertThat(dyno.connections()).isEqualTo(1);
    }
  }

  @Test
  void chunkedBodiesAndTrailersGoBothWays() {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(answer));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      RawMessage response =
          client
              .send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nTransfer-Encoding: chunked\r\n\r\n")
              .send("4\r\nwxyz\r\n1;ext=1\r\n!\r\n0\r\nX-Up: 1\r\nHost: evil\r\n\r\n")
              .read();
      assertThat(response.body()).isEqualTo("abcde");
      assertThat(response.trailers()).containsExactly("X-Sum: 5");
      assertThat(dyno.lastRequest().body()).isEqualTo("wxyz!");
      assertThat(dyno.lastRequest().trailers()).containsExactly("X-Up: 1");
    }
  }

  @Test
  void aResponseThatEndsWithItsConnectionIsGivenChunks() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                  connection.close();
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      RawMessage response = client.get(HOST, "/");
      assertThat(response.startLine()).startsWith("HTTP/1.1 200");
      assertThat(response.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(response.body()).isEqualTo("until the end");
      assertThat(client.get(HOST, "/").body()).isEqualTo("until the end");
    }
  }

  @Test
  void anHttp10ClientGetsNoChunksAndTheEndOfTheConnection() {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(chunked));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      RawMessage response = client.send("GET / HTTP/1.0\r\nHost: " + HOST + "\r\n\r\n").read();
      assertThat(response.has("transfer-encoding")).isFalse();
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(response.body()).isEqualTo("abc");
    }
  }

  @Test
  void anHttp10ClientThatAsksForItKeepsItsConnection() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      String request = "GET / HTTP/1.0\r\nHost: " + HOST + "\r\nConnection: keep-alive\r\n\r\n";
      assertThat(client.send(request).read().header("connection")).isEqualTo("keep-alive");
      assertThat(client.send(request).read().body()).isEqualTo("Hello");
    }
  }

  @Test
  void interimResponsesArePassedOn() {
    try (TestDyno dyno =
            TestDyno.afterHead(
                (request, connection) -> {
                  connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                  byte[] body = connection.in().readNBytes(5);
                  connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                  connection.send(TestDyno.ok(new String(body, StandardCharsets.US_ASCII)));
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("PUT / HTTP/1.1\r\nHost: " + HOST + "\r\nExpect: 100-continue\r\n");
      client.send("Content-Length: 5\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(100);
      client.send("12345");
      RawMessage hints = client.read();
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.header("link")).isEqualTo("</a>");
      assertThat(client.read().body()).isEqualTo("12345");
    }
  }

  @Test
  void anAbsoluteTargetNamesTheHost() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("GET http://" + HOST + "/a?b HTTP/1.1\r\nHost: other.localhost\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(dyno.lastRequest().path()).isEqualTo("/a?b");
      assertThat(dyno.lastRequest().header("host")).isEqualTo(HOST);
    }
  }

  @Test
  void rawUtf8InATargetIsPercentEncoded() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/caf\u00c3\u00a9"); // the two bytes of é in UTF-8
      assertThat(dyno.lastRequest().path()).isEqualTo("/caf%C3%A9");
    }
  }

  @Test
  void theLineOfARequestHasTheKnownForm() {
    try (TestDyno dyno = TestDyno.saying("Hello, world!")) {
      mesh.serve(dyno);
      mesh.get("/");
      assertThat(mesh.line())
          .matches(
              Pattern.compile(
                  "at=info method=GET path=\"/\" host=hello\\.localhost request_id=[0-9a-f-]{36}"
                      + " fwd=\"127\\.0\\.0\\.1\" dyno=web\\.1 connect=\\d+ms service=\\d+ms"
                      + " status=200 bytes=13 protocol=http"));
      assertThat(mesh.lines.get(0).toString()).contains(" dynogrid[router]: at=info ");
    }
  }

  @Test
  void requestsAreCountedByRelease() {
    try (TestDyno dyno =
        TestDyno.answering(
            (request, connection) ->
                connection.send(
                    request.path().equals("/bad")
                        ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                        : TestDyno.ok("")))) {
      mesh.serve(dyno);
      mesh.get("/");
      mesh.get("/bad");
      assertThat(mesh.traffic().releases().get(TestMesh.RELEASE).requests()).isEqualTo(2);
      assertThat(mesh.traffic().releases().get(TestMesh.RELEASE).errors()).isEqualTo(1);
      assertThat(mesh.traffic().lastRequest()).isPresent();
    }
  }

  private static String get(String... headers) {
    return "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }
}
