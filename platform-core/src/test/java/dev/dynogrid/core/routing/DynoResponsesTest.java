package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a dyno says: its client gets it in one form, or an error of the mesh. */
class DynoResponsesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String END = "connection: close\r\nvia: 1.1 dynogrid\r\n\r\n";
  private static final String CHUNKED = "transfer-encoding: chunked\r\n";
  private static final String TE = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String DRAINED = "0\r\n\r\n";
  private static final AtomicReference<String> ANSWER = new AtomicReference<>("");
  private static final TestMesh MESH = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));
  private static final TestDyno DYNO =
      TestDyno.answering(
          (request, connection) -> {
            connection.send(ANSWER.get());
            connection.close();
          });

  @BeforeAll
  static void serve() {
    MESH.serve(DYNO);
  }

  @AfterAll
  static void close() {
    MESH.close();
    DYNO.close();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        // nothing, or the beginning of a head
        arguments("", "H13"),
        arguments("\r\n", "H13"),
        arguments("HTTP/1.1 200", "H13"),
        arguments("HTTP/1.1 200 OK", "H13"),
        arguments(OK, "H13"),
        arguments(OK + "Content-Length: 1\r\n", "H13"),
        // no status line
        arguments("SSH-2.0-OpenSSH\r\n\r\n", "H17"),
        arguments("<html></html>\r\n\r\n", "H17"),
        arguments("GET / HTTP/1.1\r\n\r\n", "H17"),
        arguments("\u0016\u0003\u0001\u0002\r\n\r\n", "H17"),
        arguments("HTTP/1.1\r\n\r\n", "H17"),
        arguments("HTTP/1.1 \r\n\r\n", "H17"),
        arguments("HTTP/2.0 200 OK\r\n\r\n", "H17"),
        arguments("HTTP/2 200\r\n\r\n", "H17"),
        arguments("HTTP/1.2 200 OK\r\n\r\n", "H17"),
        arguments("HTTP/0.9 200 OK\r\n\r\n", "H17"),
        arguments("http/1.1 200 OK\r\n\r\n", "H17"),
        arguments("HTTP/11 200 OK\r\n\r\n", "H17"),
        arguments("ICY 200 OK\r\n\r\n", "H17"),
        arguments(" HTTP/1.1 200 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1  200 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1\t200 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 200\tOK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 two OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 99 Low\r\n\r\n", "H17"),
        arguments("HTTP/1.1 2000 High\r\n\r\n", "H17"),
        arguments("HTTP/1.1 0200 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 +20 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 -20 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 000 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 099 OK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 200 O\rK\r\n\r\n", "H17"),
        arguments("HTTP/1.1 200 O\u0000K\r\n\r\n", "H17"),
        arguments("HTTP/1.1 200 " + "a".repeat(9000) + "\r\n\r\n", "H17"),
        // line ends
        arguments("HTTP/1.1 200 OK\n\n", "H17"),
        arguments("HTTP/1.1 200 OK\n\r\n", "H17"),
        arguments(OK + "X: a\n\r\n", "H17"),
        arguments(OK + "X: a\r\n\n", "H17"),
        arguments(OK + "X: a\rb\r\n\r\n", "H17"),
        arguments(OK + "X: a\r\r\n\r\n", "H17"),
        // header lines
        arguments(OK + "no colon\r\n\r\n", "H17"),
        arguments(OK + ": no name\r\n\r\n", "H17"),
        arguments(OK + "X Y: a\r\n\r\n", "H17"),
        arguments(OK + "X(: a\r\n\r\n", "H17"),
        arguments(OK + "X\u0000: a\r\n\r\n", "H17"),
        arguments(OK + "X: a\u0000b\r\n\r\n", "H17"),
        arguments(OK + "X: a\u000bb\r\n\r\n", "H17"),
        // where the body ends
        arguments(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "H17"),
        arguments(OK + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: 1, 1\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: +1\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: -1\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: 0x1\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: 1a\r\n\r\na", "H17"),
        arguments(OK + "Content-Length:\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: 9223372036854775808\r\n\r\na", "H17"),
        arguments(OK + "Content-Length: 1\r\n" + TE + DRAINED, "H17"),
        arguments(OK + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", "H17"),
        arguments(OK + "Transfer-Encoding: gzip\r\n\r\na", "H17"),
        arguments(OK + "Transfer-Encoding: identity\r\n\r\na", "H17"),
        arguments(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "H17"),
        arguments(OK + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "H17"),
        arguments(OK + "Transfer-Encoding: chunked\r\n" + TE + DRAINED, "H17"),
        arguments(OK + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "H17"),
        arguments(OK + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", "H17"),
        arguments(OK + "Transfer-Encoding:\r\n\r\na", "H17"),
        arguments("HTTP/1.0 200 OK\r\n" + TE + DRAINED, "H17"),
        arguments("HTTP/1.0 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "H17"),
        arguments("HTTP/1.0 200 OK\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\na", "H17"),
        arguments("HTTP/1.0 200 OK\r\nContent-Length: 1, 2\r\n\r\nab", "H17"),
        // switching to what nobody asked for
        arguments("HTTP/1.1 101 Switching Protocols\r\n\r\n", "H17"),
        arguments(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
            "H17"),
        // limits
        arguments(OK + "Set-Cookie: a=" + "b".repeat(8200) + "\r\n\r\n", "H25"),
        arguments(OK + "X: " + "a".repeat(530_000) + "\r\n\r\n", "H25"),
        arguments(OK + ("X: " + "a".repeat(1000) + "\r\n").repeat(1100) + "\r\n", "H25"),
        arguments(OK + "X: a\r\n".repeat(10_001) + "\r\n", "H25"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aResponseThatIsNoneIsRefused(String answer, String code) {
    ANSWER.set(answer);
    RawMessage response = MESH.get("/");
    assertThat(response.header("x-dynogrid-error")).isEqualTo(code);
    assertThat(response.status()).isEqualTo(code.equals("H25") ? 502 : 503);
  }

  static Stream<Arguments> passed() {
    return Stream.of(
        arguments(OK + "Content-Length: 1\r\n\r\na", OK + "Content-Length: 1\r\n" + END + "a"),
        arguments(OK + "Content-Length: 01\r\n\r\na", OK + "content-length: 1\r\n" + END + "a"),
        arguments(OK + "CONTENT-LENGTH:1 \r\n\r\na", OK + "CONTENT-LENGTH: 1\r\n" + END + "a"),
        arguments(OK + "Content-Length: 0\r\n\r\n", OK + "Content-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
            OK + "Content-Length: 1\r\n" + END + "a"),
        arguments(
            "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 \r\nContent-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 \r\nContent-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 200  OK\r\nContent-Length: 0\r\n\r\n", OK + "Content-Length: 0\r\n" + END),
        arguments("\r\n" + OK + "Content-Length: 0\r\n\r\n", OK + "Content-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 299 \u00e4 b\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 299 \u00e4 b\r\nContent-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 999 X\r\nContent-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 404 No\r\nContent-Length: 0\r\n" + END),
        // two responses to one request: the second one is nobody's
        arguments(
            OK + "Content-Length: 1\r\n\r\na" + OK + "Content-Length: 1\r\n\r\nb",
            OK + "Content-Length: 1\r\n" + END + "a"),
        arguments(OK + "Content-Length: 1\r\n\r\nabc", OK + "Content-Length: 1\r\n" + END + "a"),
        arguments(OK + TE + DRAINED + "HTTP/1.1 302 Found\r\n\r\n", OK + CHUNKED + END + DRAINED),
        // chunks
        arguments(OK + TE + "1\r\na\r\n0\r\n\r\n", OK + CHUNKED + END + "1\r\na\r\n0\r\n\r\n"),
        arguments(
            OK + TE + "01;x=y\r\na\r\n000\r\n\r\n", OK + CHUNKED + END + "1\r\na\r\n0\r\n\r\n"),
        arguments(OK + TE + "0\r\nX: a\r\n\r\n", OK + CHUNKED + END + "0\r\nX: a\r\n\r\n"),
        arguments(
            OK + TE + "0\r\nSet-Cookie: a\r\nLocation: b\r\n\r\n", OK + CHUNKED + END + DRAINED),
        arguments(OK + TE + "0\r\nContent-Length: 1\r\n\r\n", OK + CHUNKED + END + DRAINED),
        arguments(OK + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n", OK + CHUNKED + END + DRAINED),
        // no length: until the connection ends
        arguments(OK + "\r\n", OK + CHUNKED + END + DRAINED),
        arguments(OK + "\r\nabc", OK + CHUNKED + END + "3\r\nabc\r\n0\r\n\r\n"),
        arguments("HTTP/1.0 200 OK\r\n\r\nabc", OK + CHUNKED + END + "3\r\nabc\r\n0\r\n\r\n"),
        // no body
        arguments("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\n" + END),
        arguments(
            "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 204 No Content\r\n" + END),
        arguments(
            "HTTP/1.1 204 No Content\r\n" + TE + "3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n" + END),
        arguments(
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n" + END),
        arguments(
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n" + TE + DRAINED,
            "HTTP/1.1 304 Not Modified\r\n" + END),
        arguments(
            "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 205 Reset\r\nconnection: close\r\nvia: 1.1 dynogrid\r\ncontent-length: 0\r\n\r\n"),
        // interim responses
        arguments(
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + OK + "Content-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n"
                + TE
                + OK
                + "Content-Length: 0\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\n\r\n" + OK + "Content-Length: 0\r\n" + END),
        arguments(
            "HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n"
                + OK
                + "Content-Length: 0\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\n\r\n" + OK + "Content-Length: 0\r\n" + END),
        // header lines
        arguments(
            OK + "X: a\r\n b\r\nContent-Length: 0\r\n\r\n",
            OK + "X: a b\r\nContent-Length: 0\r\n" + END),
        arguments(
            OK + "X : a\r\nContent-Length: 0\r\n\r\n", OK + "X: a\r\nContent-Length: 0\r\n" + END),
        arguments(
            OK + "X:\r\nContent-Length: 0\r\n\r\n", OK + "X: \r\nContent-Length: 0\r\n" + END),
        arguments(
            OK + "X: \u00e4\r\nContent-Length: 0\r\n\r\n",
            OK + "X: \u00e4\r\nContent-Length: 0\r\n" + END),
        arguments(
            OK + "Keep-Alive: timeout=5\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n",
            OK + "Content-Length: 0\r\n" + END),
        arguments(
            OK + "Connection: X, content-length\r\nX: a\r\nContent-Length: 1\r\n\r\na",
            OK + "Content-Length: 1\r\n" + END + "a"),
        arguments(
            OK + "Set-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n",
            OK + "Set-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n" + END),
        arguments(
            OK + "Via: 1.0 x\r\nContent-Length: 0\r\n\r\n",
            OK + "Via: 1.0 x\r\nContent-Length: 0\r\n" + END),
        // cut off in the middle: so is the client
        arguments(OK + "Content-Length: 5\r\n\r\nab", OK + "Content-Length: 5\r\n" + END + "ab"),
        arguments(OK + TE + "5\r\nab", OK + CHUNKED + END + "2\r\nab\r\n"),
        arguments(OK + TE + "1\r\na\r\n", OK + CHUNKED + END + "1\r\na\r\n"),
        arguments(OK + TE + "1\r\nabc\r\n0\r\n\r\n", OK + CHUNKED + END + "1\r\na\r\n"),
        arguments(OK + TE + "1\r\na\r\nx\r\n", OK + CHUNKED + END + "1\r\na\r\n"),
        arguments(OK + TE + "1\r\na\r\n0\r\nX: a\rb\r\n\r\n", OK + CHUNKED + END + "1\r\na\r\n"));
  }

  @ParameterizedTest
  @MethodSource("passed")
  void aResponseHasOneForm(String answer, String expected) throws IOException {
    ANSWER.set(answer);
    try (RawClient client = MESH.client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n");
      byte[] all = client.in().readAllBytes();
      assertThat(new String(all, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
    }
  }
}
