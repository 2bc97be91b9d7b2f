package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What could be read in two ways is refused, and reaches no dyno. */
class RefusalTest {
  private static final String HOST_LINE = "Host: " + HOST + "\r\n";
  private static final TestMesh MESH = new TestMesh();
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

  static Stream<String> requestLines() {
    return Stream.of(
            "GET  / HTTP/1.1",
            "GET /  HTTP/1.1",
            " GET / HTTP/1.1",
            "\tGET / HTTP/1.1",
            "GET / HTTP/1.1 ",
            "GET / HTTP/1.1\t",
            "GET\t/\tHTTP/1.1",
            "GET /\tHTTP/1.1",
            "GET\u0000 / HTTP/1.1",
            "PUT\u0001 / HTTP/1.1",
            "GET\u001f / HTTP/1.1",
            "GET\u00ff / HTTP/1.1",
            "GET\u000b/ HTTP/1.1",
            "GET /\u000c HTTP/1.1",
            "GET\u00a0/ HTTP/1.1",
            "GET /\rHTTP/1.1",
            "GET / HTTP/1.1\r",
            "GET /\u000bHTTP/1.1",
            "GET /a b HTTP/1.1",
            "GET /a\tb HTTP/1.1",
            "GET /a\u0000b HTTP/1.1",
            "GET /a\u0001b HTTP/1.1",
            "GET /a\u007fb HTTP/1.1",
            "GET /",
            "GET / ",
            "GET",
            "GET ",
            "/ HTTP/1.1",
            "GET HTTP/1.1",
            "G(T / HTTP/1.1",
            "G\u00c9T / HTTP/1.1",
            "GET: / HTTP/1.1",
            "\u0000GET / HTTP/1.1",
            "\u00ef\u00bb\u00bfGET / HTTP/1.1",
            "GET / HTTP/1.2",
            "GET / HTTP/1.10",
            "GET / HTTP/01.1",
            "GET / HTTP/1.01",
            "GET / HTTP/1.1.1",
            "GET / HTTP/1,1",
            "GET / HTTP/-1.1",
            "GET / HTTP/1.-1",
            "GET / HTTP /1.1",
            "GET / HTTP/ 1.1",
            "GET / HTTP/1.1 HTTP/1.1",
            "GET / HTTP/2.0",
            "GET / HTTP/2",
            "GET / HTTP/3",
            "GET / HTTP/0.9",
            "GET / http/1.1",
            "GET / Http/1.1",
            "GET / HTTP/11",
            "GET / HTTP/1.1\u0000",
            "GET / HTTQ/1.1",
            "GET / ICE/1.1",
            "PRI * HTTP/2.0",
            "GET a HTTP/1.1",
            "GET ?a HTTP/1.1",
            "GET * HTTP/1.1",
            "PUT * HTTP/1.1",
            "OPTIONS ** HTTP/1.1",
            "GET \\a HTTP/1.1",
            "GET /a#b HTTP/1.1",
            "GET " + HOST + "/ HTTP/1.1",
            "GET " + HOST + ":80 HTTP/1.1",
            "GET ftp://" + HOST + "/ HTTP/1.1",
            "GET http:/" + HOST + "/ HTTP/1.1",
            "GET http:" + HOST + "/ HTTP/1.1",
            "GET http://u:p@" + HOST + "/ HTTP/1.1",
            "GET http://@" + HOST + "/ HTTP/1.1",
            "GET http://" + HOST + "@evil/ HTTP/1.1",
            "GET http://" + HOST + ":99999/ HTTP/1.1",
            "GET http://" + HOST + ":8o/ HTTP/1.1",
            "GET http://" + HOST + "\\@evil/ HTTP/1.1",
            "GET http:// HTTP/1.1",
            "GET http:///a HTTP/1.1",
            "GET http://?a HTTP/1.1",
            "CONNECT " + HOST + ":443 HTTP/1.1",
            "CONNECT / HTTP/1.1")
        .map(line -> line + "\r\n" + HOST_LINE + "\r\n");
  }

  static Stream<String> lineEnds() {
    return Stream.of(
        "\nGET / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
        "\rGET / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
        "\r\n\nGET / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
        "\n\r\nGET / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
        "GET / HTTP/1.1\nHost: " + HOST + "\n\n",
        "GET / HTTP/1.1\n" + HOST_LINE + "\r\n",
        "GET / HTTP/1.1\r\nHost: " + HOST + "\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST_LINE + "\n",
        "GET / HTTP/1.1\r\nHost: " + HOST + "\r\r\n\r\n",
        "GET / HTTP/1.1\r\r\n" + HOST_LINE + "\r\n",
        "GET / HTTP/1.1\r\n" + HOST_LINE + "\r\r\n\r\n");
  }

  static Stream<String> headers() {
    return Stream.of(
            "X-Folded: a\r\n b",
            "X-Folded: a\r\n\tTransfer-Encoding: chunked",
            "X-Folded:\r\n a",
            "X-Folded: a\r\n ",
            " X-First: a",
            "\tX-First: a",
            "X Space: a",
            "X : a",
            "X\t: a",
            "X\u000b: a",
            "X\r: a",
            "X\u0000: a",
            "X\u007f: a",
            "X\u0080: a",
            "X(: a",
            "X): a",
            "X,: a",
            "X/: a",
            "X;: a",
            "X<: a",
            "X=: a",
            "X?: a",
            "X@: a",
            "X[: a",
            "X\\: a",
            "X]: a",
            "X{: a",
            "X}: a",
            "X\": a",
            ": no name",
            "No colon",
            "X-Cr: a\rb",
            "X-Nul: a\u0000b",
            "X-Ctl: a\u0001b",
            "X-Bs: a\u0008b",
            "X-Del: a\u007fb",
            "X-Lf: a\nX-Other: b",
            "X-Vt:\u000ba",
            "Host: " + HOST,
            "Host: other.localhost",
            "host: other.localhost",
            "Host : other.localhost",
            "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2")
        .map(RefusalTest::post);
  }

  static Stream<String> lengths() {
    return Stream.of(
            "Content-Length: 1\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 1",
            "Content-Length: 0\r\nTransfer-Encoding: chunked",
            "Content-Length: 1\r\nTransfer-Encoding: identity",
            "Content-Length: 1\r\nTransfer-Encoding:",
            "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: 1\r\nContent-Length: 1",
            "Content-Length: 0\r\nContent-Length: 0",
            "Content-Length: 1\r\nX: a\r\ncontent-length: 5",
            "Content-Length: 1\r\nContent-Length:",
            "Content-Length: 1, 1",
            "Content-Length: 1, 2",
            "Content-Length: 1,",
            "Content-Length: ,1",
            "Content-Length: 1;a",
            "Content-Length: 1.0",
            "Content-Length: 1e1",
            "Content-Length: +1",
            "Content-Length: -1",
            "Content-Length: - 1",
            "Content-Length: 0x1",
            "Content-Length: a",
            "Content-Length: \"1\"",
            "Content-Length: 1 1",
            "Content-Length: 1_0",
            "Content-Length: \u00b9",
            "Content-Length: \u0661",
            "Content-Length: \u000b1",
            "Content-Length: 1\u000b",
            "Content-Length: 1\u0000",
            "Content-Length:",
            "Content-Length : 1",
            "Content-Length: 1\r\n 0",
            "Content-Length: 9223372036854775808",
            "Content-Length: 99999999999999999999")
        .map(RefusalTest::post);
  }

  static Stream<String> codings() {
    return Stream.of(
            "gzip, chunked",
            "chunked, gzip",
            "chunked, chunked",
            "chunked, identity",
            "identity, chunked",
            "identity",
            "gzip",
            "cow",
            "chunked,",
            ",chunked",
            "chunked;q=1",
            "chunked ; a=b",
            "\"chunked\"",
            "'chunked'",
            "xchunked",
            "chunkedx",
            "chun ked",
            "chunked identity",
            "chunk",
            "",
            "\u000bchunked",
            "chunked\u000b",
            "\u00a0chunked",
            "chunked\u0000",
            "\u0000chunked",
            "chunked\r",
            "\r\n chunked",
            "chunked\r\nTransfer-Encoding: chunked",
            "chunked\r\nTransfer-Encoding: identity",
            "identity\r\nTransfer-Encoding: chunked",
            "chunked\r\nTransfer-Encoding: cow",
            "chunked\r\nTransfer-Encoding:")
        .map(value -> post("Transfer-Encoding: " + value));
  }

  static Stream<String> codingNames() {
    return Stream.of(
            "Transfer-Encoding : chunked",
            "Transfer-Encoding\t: chunked",
            "Transfer-Encoding\u000b: chunked",
            "Transfer-Encoding\u0000: chunked",
            "Transfer-Encoding\r\n: chunked",
            " Transfer-Encoding: chunked",
            "X: a\nTransfer-Encoding: chunked",
            "X: a\rTransfer-Encoding: chunked",
            "Transfer Encoding: chunked")
        .map(RefusalTest::post);
  }

  static Stream<String> chunks() {
    return Stream.of(
            "x\r\n",
            "g\r\na\r\n",
            "1g\r\na\r\n",
            " 1\r\na\r\n",
            "\t1\r\na\r\n",
            "1 \r\na\r\n",
            "1\t\r\na\r\n",
            "1 ;x\r\na\r\n",
            "1\u000b\r\na\r\n",
            "1\u0000\r\na\r\n",
            "0x1\r\na\r\n",
            "0X1\r\na\r\n",
            "+1\r\na\r\n",
            "-1\r\na\r\n",
            "1,\r\na\r\n",
            "1:\r\na\r\n",
            "1.0\r\na\r\n",
            "\r\n",
            ";a\r\n",
            "1\na\r\n",
            "1\r\r\na\r\n",
            "1;a\nb\r\na\r\n",
            "1;a=\"\n\"\r\na\r\n",
            "1;a\n\r\na\r\n",
            "1;\n\r\na\r\n",
            "1;a\rb\r\na\r\n",
            "1;\r\na\r\n",
            "1;=b\r\na\r\n",
            "1;a=\r\na\r\n",
            "1;a b\r\na\r\n",
            "1;a;\r\na\r\n",
            "1;a=\"b\r\na\r\n",
            "1;a=\"b\\\"\r\na\r\n",
            "1;a=\"b\"c\r\na\r\n",
            "1;a?\r\na\r\n",
            "1;a=\u0000\r\na\r\n",
            "1;a=\u007f\r\na\r\n",
            "1\r\nab\r\n",
            "1\r\na\n",
            "1\r\na\r\r\n",
            "1\r\na\n\n",
            "1\r\na\r",
            "1\r\na0\r\n\r\n",
            "1\r\na\r\n\r\n",
            "123456789\r\na\r\n",
            "80000000\r\na\r\n",
            "ffffffff\r\na\r\n",
            "fffffffffffffffff\r\na\r\n",
            "10000000000000001\r\na\r\n",
            "000000000\r\n\r\n",
            "\uff11\r\na\r\n",
            "0\n\r\n",
            "0\r\n\n",
            "0\r\n\r\r\n",
            "0;\r\r\n\r\n",
            "0\r\nX-Folded: a\r\n b\r\n\r\n",
            "0\r\n X-First: a\r\n\r\n",
            "0\r\nX : a\r\n\r\n",
            "0\r\nX: a\r\r\n\r\n",
            "0\r\nX: a\rb\r\n\r\n",
            "0\r\nX\u0000: a\r\n\r\n",
            "0\r\nX: a\u0000\r\n\r\n",
            "0\r\n: a\r\n\r\n",
            "0\r\nno colon\r\n\r\n",
            "0\r\nX-Lf: a\n\r\n",
            "0\r\nX-Long: " + "a".repeat(8300) + "\r\n\r\n",
            "0\r\n" + "X-Many: a\r\n".repeat(1100) + "\r\n")
        .map(body -> post("Transfer-Encoding: chunked") + body);
  }

  static Stream<String> hosts() {
    return Stream.of(
            "",
            "a b",
            "a/b",
            "a@b",
            "u:p@a",
            "a:b",
            "a:",
            "[::1",
            "::1",
            "[::1]x",
            "[::1]:x",
            "[::g]",
            "a:1:2",
            "a:-1",
            "a:+1",
            "a:65536",
            "a:100000",
            "a:1a",
            "a\\b",
            "a,b",
            "a;b",
            "a?b",
            "a#b",
            "a%00b",
            "a\tb",
            "\u00e4",
            "http://a",
            "a\u0000b",
            "(a)",
            "a\"b",
            "<a>")
        .filter(host -> !host.equals("a:")) // an empty port is one (RFC 3986, 3.2.3)
        .map(host -> "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  static Stream<String> withoutOneHost() {
    return Stream.of(
        "GET / HTTP/1.1\r\n\r\n",
        "GET http://" + HOST + "/ HTTP/1.1\r\n\r\n",
        "GET http://" + HOST + "/ HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET http://" + HOST + "/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a b\r\n\r\n",
        "POST / HTTP/1.0\r\n" + HOST_LINE + "Content-Length: 0\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.0\r\n" + HOST_LINE + "Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc",
        "POST / HTTP/1.0\r\n" + HOST_LINE + "Content-Length: 3, 4\r\n\r\nabc",
        "POST / HTTP/1.0\r\n" + HOST_LINE + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  }

  private static String post(String header) {
    return "POST / HTTP/1.1\r\n" + HOST_LINE + header + "\r\n\r\n";
  }

  @ParameterizedTest
  @MethodSource({
    "requestLines",
    "lineEnds",
    "headers",
    "lengths",
    "codings",
    "codingNames",
    "chunks",
    "hosts",
    "withoutOneHost"
  })
  void ambiguousRequestsAreRefusedAndTheConnectionIsClosed(String request) {
    assertRefused(request, 400);
  }

  static Stream<String> longLines() {
    return Stream.of(
        "GET /" + "a".repeat(8200) + " HTTP/1.1\r\n" + HOST_LINE + "\r\n",
        "GET /" + "a".repeat(20_000),
        "A".repeat(9000) + " / HTTP/1.1\r\n" + HOST_LINE + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("longLines")
  void aRequestLineOverItsLimitIs414(String request) {
    assertRefused(request, 414);
  }

  static Stream<String> bigHeads() {
    return Stream.of(
        post("X-Long: " + "a".repeat(8300)),
        post("X-Long: " + "a".repeat(300_000)),
        "GET / HTTP/1.1\r\n" + HOST_LINE + "X-Endless: " + "a".repeat(300_000),
        post("X-Many: a\r\n".repeat(1001) + "X-Last: a"),
        post("x".repeat(9000) + ": a"));
  }

  @ParameterizedTest
  @MethodSource("bigHeads")
  void headerLinesOverTheirLimitsAre431(String request) {
    assertRefused(request, 431);
  }

  /** Whatever follows is nobody's request: nothing of it is answered, and no dyno sees it. */
  private static void assertRefused(String request, int status) {
    int before = DYNO.requests().size();
    try (RawClient client = MESH.client()) {
      client.send(request + "GET /smuggled HTTP/1.1\r\n" + HOST_LINE + "\r\n");
      RawMessage response = client.read();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.header("x-dynogrid-error")).isEqualTo("H26");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(DYNO.requests()).hasSize(before);
  }

  @Test
  void otherExpectationsAreRefusedWith417() {
    for (String expectation : new String[] {"tea", "100", "100-continue, tea", "100-continue;a"}) {
      try (RawClient client = MESH.client()) {
        client.send("PUT / HTTP/1.1\r\n" + HOST_LINE + "Expect: " + expectation + "\r\n\r\n");
        RawMessage response = client.read();
        assertThat(response.status()).as(expectation).isEqualTo(417);
        assertThat(response.header("x-dynogrid-error")).isEqualTo("H26");
      }
    }
  }

  @Test
  void aHeadWithinAllLimitsIsTaken() {
    String lines = ("X-Many: " + "a".repeat(200) + "\r\n").repeat(990);
    try (RawClient client = MESH.client()) {
      client.send("GET /" + "a".repeat(8000) + " HTTP/1.1\r\n" + HOST_LINE + lines + "\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      client.send("GET / HTTP/1.1\r\n" + HOST_LINE + "X-Long: " + "a".repeat(8000) + "\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }
}
