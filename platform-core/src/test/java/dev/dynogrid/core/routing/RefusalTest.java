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

  static Stream<String> malformed() {
    return Stream.concat(lines(), Stream.concat(heads(), bodies()));
  }

  private static Stream<String> lines() {
    return Stream.of(
            "GET  / HTTP/1.1",
            "GET /  HTTP/1.1",
            " GET / HTTP/1.1",
            "GET / HTTP/1.1 ",
            "GET\t/\tHTTP/1.1",
            "GET /\rHTTP/1.1",
            "GET / HTTP/1.1\r",
            "GET /\u000bHTTP/1.1",
            "GET /a b HTTP/1.1",
            "GET /a\u0000b HTTP/1.1",
            "GET /a\u007fb HTTP/1.1",
            "GET /",
            "GET",
            "G(T / HTTP/1.1",
            "GET / HTTP/1.2",
            "GET / HTTP/2.0",
            "GET / HTTP/0.9",
            "GET / http/1.1",
            "GET / HTTP/11",
            "GET / HTTQ/1.1",
            "GET a HTTP/1.1",
            "GET * HTTP/1.1",
            "GET /a#b HTTP/1.1",
            "GET ftp://" + HOST + "/ HTTP/1.1",
            "GET http://u:p@" + HOST + "/ HTTP/1.1",
            "CONNECT " + HOST + ":443 HTTP/1.1",
            "CONNECT / HTTP/1.1",
            "GET /" + "a".repeat(8200) + " HTTP/1.1")
        .map(line -> line + "\r\n" + HOST_LINE + "\r\n");
  }

  private static Stream<String> heads() {
    return Stream.of(
            "Content-Length: 1\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 1",
            "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: 1\r\nContent-Length: 1",
            "Content-Length: 1, 1",
            "Content-Length: +1",
            "Content-Length: -1",
            "Content-Length: 0x1",
            "Content-Length: 1 ",
            "Content-Length: 1 1",
            "Content-Length: 1_0",
            "Content-Length:",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding:",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding\t: chunked",
            "Transfer-Encoding\u0000: chunked",
            "X-Folded: a\r\n b",
            "X-Folded: a\r\n\tTransfer-Encoding: chunked",
            " X-First: a",
            "X Space: a",
            ": no name",
            "No colon",
            "X-Cr: a\rb",
            "X-Nul: a\u0000b",
            "X-Lf: a\nX-Other: b",
            "X-(: a",
            "X-Long: " + "a".repeat(8300),
            "X-Many: a\r\n".repeat(1001) + "X-Last: a",
            "Host: other.localhost",
            "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2")
        .filter(head -> !head.equals("Content-Length: 1 "))
        .map(head -> "POST / HTTP/1.1\r\n" + HOST_LINE + head + "\r\n\r\n");
  }

  private static Stream<String> bodies() {
    return Stream.of(
            "x\r\n",
            " 1\r\na\r\n",
            "1 \r\na\r\n",
            "1\t\r\na\r\n",
            "0x1\r\na\r\n",
            "+1\r\na\r\n",
            "-1\r\na\r\n",
            "\r\n",
            ";a\r\n",
            "1\na\r\n",
            "1\r\nab\r\n",
            "1\r\na\n",
            "1\r\na0\r\n\r\n",
            "123456789\r\na\r\n",
            "80000000\r\na\r\n",
            "1;a=\u0000\r\na\r\n",
            "1;a\rb\r\na\r\n",
            "0\r\nX-Folded: a\r\n b\r\n\r\n",
            "0\r\n X-First: a\r\n\r\n",
            "0\r\nX : a\r\n\r\n",
            "0\r\nX-Lf: a\n\r\n")
        .map(
            body ->
                "POST / HTTP/1.1\r\n" + HOST_LINE + "Transfer-Encoding: chunked\r\n\r\n" + body);
  }

  static Stream<String> withoutOneHost() {
    return Stream.of(
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource({"malformed", "withoutOneHost"})
  void ambiguousRequestsAreRefusedAndTheConnectionIsClosed(String request) {
    int before = completeRequests();
    try (RawClient client = MESH.client()) {
      client.send(request + "GET /smuggled HTTP/1.1\r\n" + HOST_LINE + "\r\n");
      RawMessage response = client.read();
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.header("x-dynogrid-error")).isEqualTo("H26");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(completeRequests()).isEqualTo(before);
  }

  /** A body that goes wrong may have been begun; nothing of it may count as a whole request. */
  private static int completeRequests() {
    return DYNO.requests().size();
  }

  @Test
  void otherExpectationsAreRefusedWith417() {
    try (RawClient client = MESH.client()) {
      RawMessage response =
          client.send("PUT / HTTP/1.1\r\n" + HOST_LINE + "Expect: tea\r\n\r\n").read();
      assertThat(response.status()).isEqualTo(417);
      assertThat(response.header("x-dynogrid-error")).isEqualTo("H26");
    }
  }

  @Test
  void whatIsStrangeButClearIsPassedOn() {
    String[] clear = {
      "OPTIONS * HTTP/1.1\r\n" + HOST_LINE + "\r\n",
      "\r\nGET / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
      "M-SEARCH / HTTP/1.1\r\n" + HOST_LINE + "\r\n",
      "GET //a/../b HTTP/1.1\r\n" + HOST_LINE + "\r\n",
      "GET / HTTP/1.1\r\nhOsT:" + HOST + "\r\nX-Empty:\r\n\r\n",
      "POST / HTTP/1.1\r\n" + HOST_LINE + "Content-Length:  1 \r\n\r\na",
      "POST / HTTP/1.1\r\n"
          + HOST_LINE
          + "Transfer-Encoding: Chunked\r\n\r\nA;x\r\n0123456789"
          + "\r\n00\r\n\r\n",
      "DELETE / HTTP/1.1\r\n" + HOST_LINE + "Content-Length: 0\r\n\r\n",
      "GET / HTTP/1.1\r\n" + HOST_LINE + "Content-Length: 2\r\n\r\nab"
    };
    for (String request : clear) {
      try (RawClient client = MESH.client()) {
        assertThat(client.send(request).read().status()).as(request).isEqualTo(200);
      }
    }
  }

  @Test
  void aRequestThatComesByteByByteIsReadTheSame() {
    String request =
        "POST /slow HTTP/1.1\r\n"
            + HOST_LINE
            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nX-T: 1\r\n\r\n";
    try (RawClient client = MESH.client()) {
      request.chars().forEach(c -> client.send("" + (char) c));
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(DYNO.lastRequest().body()).isEqualTo("abcde");
    }
  }
}
