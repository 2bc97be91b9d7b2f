package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import dev.dynogrid.api.routing.RouteSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses are compressed if the client wants it, the app has not, and it is worth it. */
class CompressTest {
  private static final String TEXT = "Hello, world! ".repeat(1000);
  private static final String TYPE = "Content-Type: text/html; charset=utf-8\r\n";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private static String response(String headers, String body) {
    return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private RawMessage ask(String answer, String... headers) {
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.send(answer));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n" + lines + "\r\n");
      return client.read();
    }
  }

  private static String unzip(String bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aTextIsCompressed() throws IOException {
    String headers = TYPE + "ETag: \"a\"\r\nAccept-Ranges: bytes\r\nVary: Cookie\r\n";
    RawMessage response = ask(response(headers, TEXT), "Accept-Encoding: gzip, deflate");
    assertThat(response.header("content-encoding")).isEqualTo("gzip");
    assertThat(response.header("transfer-encoding")).isEqualTo("chunked");
    assertThat(response.has("content-length")).isFalse();
    assertThat(response.has("accept-ranges")).isFalse();
    assertThat(response.header("etag")).isEqualTo("W/\"a\"");
    assertThat(response.header("vary")).isEqualTo("Cookie | Accept-Encoding");
    assertThat(response.body().length()).isLessThan(TEXT.length() / 10);
    assertThat(unzip(response.body())).isEqualTo(TEXT);
    assertThat(mesh.line()).contains(" bytes=" + response.body().length() + " ");
  }

  @Test
  void brotliIsTakenWhereTheClientWantsItAsMuch() throws IOException {
    assumeThat(Brotli.IS_THERE).as("brotli4j has no native library here").isTrue();
    RawMessage response = ask(response(TYPE, TEXT), "Accept-Encoding: gzip, deflate, br");
    assertThat(response.header("content-encoding")).isEqualTo("br");
    byte[] body = response.body().getBytes(StandardCharsets.ISO_8859_1);
    InputStream in = new BrotliInputStream(new ByteArrayInputStream(body));
    assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                  | gzip",
        "GZIP;q=0.5            | gzip",
        "gzip;q=0              | ",
        "gzip; q=0.000         | ",
        "gzip;q=2              | ",
        "gzip;q=a              | ",
        "identity              | ",
        "deflate               | ",
        "xgzip                 | ",
        "*;q=0                 | ",
        "identity;q=0, gzip    | gzip",
        "gzip;q=1.0, br;q=0.9  | gzip",
        "*;q=0.5, br;q=0       | gzip",
        "gzip;q=0, *;q=0       | ",
        "''                    | ",
        "','                   | "
      })
  void clientsSayWhatTheyWant(String accept, String expected) {
    RawMessage response = ask(response(TYPE, TEXT), "Accept-Encoding: " + accept);
    assertThat(response.header("content-encoding")).isEqualTo(expected == null ? "" : expected);
    assertThat(response.header("vary")).isEqualTo("Accept-Encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: image/png\r\n",
        "Content-Type: application/octet-stream\r\n",
        "Content-Type: application/gzip\r\n",
        "Content-Type: text/event-stream\r\n",
        "",
        "Content-Type: text/html\r\nContent-Encoding: br\r\n",
        "Content-Type: text/html\r\nContent-Encoding: identity\r\n",
        "Content-Type: text/html\r\nCache-Control: public, no-transform\r\n",
        "Content-Type: text/html\r\nContent-Range: bytes 0-9/10\r\n"
      })
  void someResponsesGoAsTheyAre(String headers) {
    RawMessage response = ask(response(headers, TEXT), "Accept-Encoding: gzip");
    assertThat(response.body()).isEqualTo(TEXT);
    assertThat(response.header("content-length")).isEqualTo("" + TEXT.length());
    assertThat(response.has("vary")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/ld+json", "image/svg+xml", "text/css"})
  void severalTypesAreWorthIt(String type) {
    RawMessage response =
        ask(response("Content-Type: " + type + "\r\n", TEXT), "Accept-Encoding: gzip");
    assertThat(response.header("content-encoding")).isEqualTo("gzip");
  }

  @Test
  void littleTextIsNotWorthIt() {
    RawMessage response = ask(response(TYPE, "little"), "Accept-Encoding: gzip");
    assertThat(response.body()).isEqualTo("little");
    assertThat(response.has("content-encoding")).isFalse();
  }

  @Test
  void anAppMayBeLeftAlone() {
    mesh.with(RouteSettings.USUAL.withCompression(false));
    RawMessage response = ask(response(TYPE, TEXT), "Accept-Encoding: gzip");
    assertThat(response.body()).isEqualTo(TEXT);
    assertThat(response.has("vary")).isFalse();
  }

  @Test
  void whoeverKnowsNoChunksGetsNone() {
    try (TestDyno dyno = TestDyno.answering((request, out) -> out.send(response(TYPE, TEXT)));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("GET / HTTP/1.0\r\nHost: " + HOST + "\r\nAccept-Encoding: gzip\r\n\r\n");
      assertThat(client.read().body()).isEqualTo(TEXT);
    }
  }

  @Test
  void aHeadRequestHasNoBodyToCompress() {
    try (TestDyno dyno =
            TestDyno.answering(
                (request, out) ->
                    out.send("HTTP/1.1 200 OK\r\n" + TYPE + "Content-Length: 9999\r\n\r\n"));
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\nAccept-Encoding: gzip\r\n\r\n");
      RawMessage response = client.readHead();
      assertThat(response.header("content-length")).isEqualTo("9999");
      assertThat(response.header("vary")).isEqualTo("Accept-Encoding");
    }
  }

  @Test
  void whatTheAppSendsIsNotHeldBack() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    try (TestDyno dyno =
            TestDyno.answering(
                (request, out) -> {
                  out.send("HTTP/1.1 200 OK\r\n" + TYPE + "Transfer-Encoding: chunked\r\n\r\n");
                  out.send("5\r\nfirst\r\n");
                  read.await();
                  out.send("6\r\nsecond\r\n0\r\nX-T: 1\r\n\r\n");
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nAccept-Encoding: gzip\r\n\r\n");
      assertThat(RawMessage.readHead(client.in()).header("content-encoding")).isEqualTo("gzip");
      InputStream body = new GZIPInputStream(new ChunkedInput(client.in()));
      assertThat(new String(body.readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("first");
      read.countDown();
      assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("second");
    }
  }

  @Test
  void aClientThatGoesLeavesNothingBehind() {
    Compression one = new Compression(1);
    Compression.Coder coder = one.coder(Compression.GZIP);
    assertThat(coder).isNotNull();
    assertThat(one.coder(Compression.GZIP)).as("more at a time than there may be").isNull();
    coder.close();
    coder.close();
    Compression.Coder next = one.coder(Compression.GZIP);
    assertThat(next).isNotNull();
    next.finish().release();
    assertThat(one.coder(Compression.GZIP)).isNotNull();
  }

  /** The bytes in chunks, as they come. */
  private static final class ChunkedInput extends InputStream {
    private final InputStream in;
    private int left;
    private boolean ended;

    private ChunkedInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      if (ended) {
        return -1;
      }
      if (left == 0) {
        left = Integer.parseInt(RawMessage.line(in), 16);
        ended = left == 0;
        return read();
      }
      int one = in.read();
      if (--left == 0) {
        RawMessage.line(in);
      }
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int one = length == 0 ? -1 : read();
      if (one < 0) {
        return length == 0 ? 0 : -1;
      }
      into[from] = (byte) one;
      return 1;
    }
  }
}
