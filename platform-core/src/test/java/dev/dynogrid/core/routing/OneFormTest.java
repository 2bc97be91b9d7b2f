package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is strange but clear reaches the dyno in one form, byte by byte. */
class OneFormTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final String H = "Host: " + HOST + "\r\n";
  private static final String SET = "host: " + HOST + "\r\n";
  private static final String ID = "X-Request-Id: t\r\n";
  private static final TestMesh MESH =
      new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1), Clock.fixed(NOW, ZoneOffset.UTC));
  private static final TestDyno DYNO = TestDyno.saying("Hello");

  @BeforeAll
  static void serve() {
    MESH.serve(DYNO);
  }

  @AfterAll
  static void close() {
    MESH.close();
    DYNO.close();
  }

  static Stream<Arguments> requestLines() {
    return Stream.of(
            "GET / HTTP/1.1",
            "get / HTTP/1.1",
            "Get / HTTP/1.1",
            "FOO / HTTP/1.1",
            "M-SEARCH / HTTP/1.1",
            "G!#$%&'*+-.^_`|~9 / HTTP/1.1",
            "TRACE / HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "OPTIONS / HTTP/1.1",
            "GET //a/../b/./c HTTP/1.1",
            "GET //evil.example/a HTTP/1.1",
            "GET /%00%0d%0a%2e%2e HTTP/1.1",
            "GET /%zz%1 HTTP/1.1",
            "GET /a;b=c?d=e&f?g HTTP/1.1",
            "GET /? HTTP/1.1",
            "GET /a\\b HTTP/1.1",
            "GET /\"<>^`{|} HTTP/1.1",
            "GET /http://evil.example/ HTTP/1.1",
            "GET /@evil.example HTTP/1.1",
            "GET /:80 HTTP/1.1")
        .map(line -> arguments(line + "\r\n" + H, line, H, ""));
  }

  static Stream<Arguments> targets() {
    return Stream.of(
        arguments(
            "GET http://" + HOST + "/a?b HTTP/1.1\r\nHost: x\r\n", "GET /a?b HTTP/1.1", SET, ""),
        arguments("GET HTTP://" + HOST + "/a HTTP/1.1\r\nHost: x\r\n", "GET /a HTTP/1.1", SET, ""),
        arguments("GET https://" + HOST + "/a HTTP/1.1\r\nHost: x\r\n", "GET /a HTTP/1.1", SET, ""),
        arguments("GET http://" + HOST + " HTTP/1.1\r\n" + H, "GET / HTTP/1.1", SET, ""),
        arguments("GET http://" + HOST + "?a HTTP/1.1\r\n" + H, "GET /?a HTTP/1.1", SET, ""),
        arguments("OPTIONS http://" + HOST + " HTTP/1.1\r\n" + H, "OPTIONS * HTTP/1.1", SET, ""),
        arguments("OPTIONS http://" + HOST + "/ HTTP/1.1\r\n" + H, "OPTIONS / HTTP/1.1", SET, ""),
        arguments("GET /\u00c3\u00a9 HTTP/1.1\r\n" + H, "GET /%C3%A9 HTTP/1.1", H, ""),
        arguments("GET /\u00ff HTTP/1.1\r\n" + H, "GET /%FF HTTP/1.1", H, ""),
        arguments("GET /\u00a0 HTTP/1.1\r\n" + H, "GET /%A0 HTTP/1.1", H, ""),
        arguments("\r\nGET / HTTP/1.1\r\n" + H, "GET / HTTP/1.1", H, ""),
        arguments("GET / HTTP/1.0\r\nConnection: keep-alive\r\n" + H, "GET / HTTP/1.1", H, ""));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        // what came, what the dyno gets
        arguments("X: a\r\n", "X: a\r\n"),
        arguments("X:a\r\n", "X: a\r\n"),
        arguments("X:  \t a \t\r\n", "X: a\r\n"),
        arguments("X:\r\n", "X: \r\n"),
        arguments("X: a\tb\r\n", "X: a\tb\r\n"),
        arguments("X: \u00e4\u00ff\r\n", "X: \u00e4\u00ff\r\n"),
        arguments("x: a\r\nX: b\r\n", "x: a\r\nX: b\r\n"),
        arguments("X: a: b\r\n", "X: a: b\r\n"),
        arguments("!#$%&'*+-.^_`|~09az: a\r\n", "!#$%&'*+-.^_`|~09az: a\r\n"),
        arguments("api_key: a\r\n", "api_key: a\r\n"),
        arguments("TransferEncoding: chunked\r\n", "TransferEncoding: chunked\r\n"),
        arguments("X-Transfer-Encoding: chunked\r\n", "X-Transfer-Encoding: chunked\r\n"),
        // another header in disguise
        arguments("Transfer_Encoding: chunked\r\n", ""),
        arguments("transfer-encodinG_: x\r\n", "transfer-encodinG_: x\r\n"),
        arguments("Content_Length: 5\r\n", ""),
        arguments("X_Forwarded_For: 1.1.1.1\r\n", ""),
        arguments("X-Forwarded_Proto: https\r\n", ""),
        arguments("X_Request_Id: t\r\nx_request_start: 1\r\nHost_: a\r\n", "Host_: a\r\n"),
        arguments("Proxy: http://evil.example\r\n", ""),
        arguments("Forwarded: for=1.1.1.1;host=evil.example\r\n", ""),
        // about one connection only
        arguments("Connection: X\r\nX: a\r\nY: b\r\n", "Y: b\r\n"),
        arguments("Connection: x , Y\r\nX: a\r\nY: b\r\n", ""),
        arguments("Connection: host, content-length\r\n", ""),
        arguments("Connection: transfer-encoding\r\n", ""),
        arguments("Keep-Alive: timeout=9\r\nTE: gzip\r\nProxy-Connection: close\r\n", ""),
        arguments("Proxy-Authorization: Basic YTpi\r\n", ""),
        arguments("Upgrade: websocket\r\n", ""),
        arguments(
            "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: a\r\n",
            "HTTP2-Settings: a\r\n"),
        arguments("Connection: Upgrade\r\nUpgrade: HTTP/2.0\r\n", ""),
        arguments("Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n", ""),
        arguments("Trailer: X\r\n", "Trailer: X\r\n"),
        arguments("Max-Forwards: 0\r\n", "Max-Forwards: 0\r\n"),
        // what the mesh says itself
        arguments("X-Forwarded-Proto: https\r\nX-Forwarded-Port: 1\r\n", ""),
        arguments("X-Forwarded-Host: evil.example\r\nX-Request-Start: 1\r\n", ""),
        arguments("Connection: X-Forwarded-For, Via\r\nVia: 1.0 x\r\n", ""));
  }

  static Stream<Arguments> bodies() {
    String te = "Transfer-Encoding: chunked\r\n";
    String none = "0\r\n\r\n";
    return Stream.of(
        arguments("Content-Length: 2\r\n\r\nab", "Content-Length: 2\r\n", "ab"),
        arguments("Content-Length:  2 \t\r\n\r\nab", "Content-Length: 2\r\n", "ab"),
        arguments("Content-Length: 002\r\n\r\nab", "content-length: 2\r\n", "ab"),
        arguments("Content-Length: 0\r\n\r\n", "Content-Length: 0\r\n", ""),
        arguments("Content-Length: 000\r\n\r\n", "content-length: 0\r\n", ""),
        arguments("\r\n", "", ""),
        arguments("Content-Length: 2\r\n\r\n\r\n", "Content-Length: 2\r\n", "\r\n"),
        arguments(te + "\r\n0\r\n\r\n", te, none),
        arguments(
            "Transfer-Encoding: CHUNKED\t\r\n\r\n0\r\n\r\n",
            "transfer-encoding: chunked\r\n",
            none),
        arguments(
            "TRANSFER-ENCODING:chunked\r\n\r\n0\r\n\r\n", "TRANSFER-ENCODING: chunked\r\n", none),
        arguments(te + "\r\n2\r\nab\r\n0\r\n\r\n", te, "2\r\nab\r\n" + none),
        arguments(te + "\r\n0002\r\nab\r\n00\r\n\r\n", te, "2\r\nab\r\n" + none),
        arguments(te + "\r\n2;x\r\nab\r\n0\r\n\r\n", te, "2\r\nab\r\n" + none),
        arguments(te + "\r\n2;x=\"\\\"y\";z\r\nab\r\n0;a\r\n\r\n", te, "2\r\nab\r\n" + none),
        arguments(te + "\r\n2; x = y;z\r\nab\r\n0\r\n\r\n", te, "2\r\nab\r\n" + none),
        arguments(te + "\r\nA\r\n0123456789\r\n0\r\n\r\n", te, "a\r\n0123456789\r\n" + none),
        arguments(te + "\r\n2\r\n\r\n\r\n0\r\n\r\n", te, "2\r\n\r\n\r\n" + none),
        arguments(te + "\r\n0\r\nX: a\r\n\r\n", te, "0\r\nX: a\r\n\r\n"),
        arguments(te + "\r\n0\r\nContent-Length: 5\r\n\r\n", te, none),
        arguments(te + "\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n", te, none),
        arguments(te + "\r\n0\r\nTransfer_Encoding: chunked\r\n\r\n", te, none),
        arguments(te + "\r\n0\r\nHost: a\r\nX-Forwarded-For: b\r\n\r\n", te, none),
        arguments(te + "\r\n0\r\nAuthorization: a\r\nCookie: b\r\n\r\n", te, none));
  }

  @ParameterizedTest
  @MethodSource({"requestLines", "targets"})
  void requestLinesHaveOneForm(String head, String line, String headers, String body) {
    assertForm(head + ID + "\r\n", line, headers, body);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headersHaveOneForm(String sent, String passed) {
    assertForm("GET / HTTP/1.1\r\n" + H + sent + ID + "\r\n", "GET / HTTP/1.1", H + passed, "");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void bodiesHaveOneForm(String sent, String passed, String body) {
    assertForm("POST / HTTP/1.1\r\n" + H + ID + sent, "POST / HTTP/1.1", H + passed, body);
  }

  private static void assertForm(String request, String line, String headers, String body) {
    DYNO.bytes().clear();
    try (RawClient client = MESH.client()) {
      client.send(request);
      assertThat(client.read().status()).as(request).isEqualTo(200);
      // Nothing of the request is left over: what follows is read for itself.
      assertThat(client.send("GET /next HTTP/1.1\r\n" + H + "\r\n").read().status()).isEqualTo(200);
    }
    assertThat(DYNO.bytes().get(0)).isEqualTo(line + "\r\n" + headers + own() + "\r\n" + body);
    assertThat(DYNO.bytes()).hasSize(2);
    assertThat(DYNO.bytes().get(1)).startsWith("GET /next HTTP/1.1\r\n");
  }

  /** What the mesh adds. */
  private static String own() {
    return "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: "
        + MESH.endpoint.port()
        + "\r\nX-Forwarded-Host: "
        + HOST
        + "\r\n"
        + ID
        + "X-Request-Start: "
        + NOW.toEpochMilli()
        + "\r\nvia: 1.1 dynogrid\r\n";
  }
}
