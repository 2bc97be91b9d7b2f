package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.routing.StrictDyno.Answer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever bytes a dyno sends, its client gets one response that a strict reader of RFC 9112 takes,
 * or the beginning of one and the end of the connection; and the next response is the next one's.
 */
class ResponseFuzzTest {
  private static final String NEXT = "/next";
  private static final AtomicReference<Answer.Bytes> ANSWER = new AtomicReference<>();

  private static TestMesh mesh;
  private static StrictDyno dyno;

  @BeforeContainer
  static void serve() throws IOException {
    mesh = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));
    dyno =
        new StrictDyno(
            request ->
                request.path().equals(NEXT)
                    ? Answer.Bytes.of("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext")
                    : ANSWER.get());
    mesh.serve(TestMesh.target(dyno.port()));
  }

  @AfterContainer
  static void close() throws IOException {
    mesh.close();
    dyno.close();
  }

  @Provide
  Arbitrary<String> responses() {
    return FuzzedBytes.responses();
  }

  @Property(tries = 1_500, seed = "9110", edgeCases = EdgeCasesMode.NONE)
  void theClientGetsOneResponseThatAStrictReaderTakes(
      @ForAll("responses") String bytes, @ForAll boolean head) throws IOException {
    compare(bytes, head);
  }

  @Tag("long")
  @Property(tries = 100_000, edgeCases = EdgeCasesMode.NONE)
  void itDoesHoweverOftenItAsks(@ForAll("responses") String bytes, @ForAll boolean head)
      throws IOException {
    compare(bytes, head);
  }

  private static void compare(String bytes, boolean head) throws IOException {
    RawMessage said = strictly(bytes, head);
    boolean ends = said != null && isFramed(said, head);
    ANSWER.set(new Answer.Bytes(FuzzedBytes.bytes(bytes), !ends));
    // POST is not asked a second time when the dyno closes in the middle.
    String method = head ? "HEAD" : "POST";
    try (RawClient client = mesh.client()) {
      client.send(method + " / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      StrictReader answers = new StrictReader(client.in());
      RawMessage got;
      try {
        got = last(answers, head);
      } catch (EOFException e) {
        assertThat(ends).as("cut off, but the dyno's was whole").isFalse();
        return;
      }
      if (said == null) {
        assertThat(got).isNotNull();
      } else {
        assertThat(form(got, head)).isEqualTo(form(said, head));
      }
      if (!got.header("connection").equals("close")) {
        client.send("GET " + NEXT + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
        assertThat(last(answers, false).body()).isEqualTo("next");
      }
    }
    assertThat(dyno.unreadable()).isEmpty();
  }

  /** The response as a strict reader takes it; null if it does not. */
  private static @Nullable RawMessage strictly(String bytes, boolean head) throws IOException {
    try {
      return last(new StrictReader(new ByteArrayInputStream(FuzzedBytes.bytes(bytes))), head);
    } catch (EOFException | StrictReader.RefusedMessage e) {
      return null;
    }
  }

  /** The final response. */
  private static RawMessage last(StrictReader reader, boolean head) throws IOException {
    RawMessage next = reader.response(head);
    while (next != null && next.status() < 200) {
      if (next.status() == 101) {
        throw new StrictReader.RefusedMessage("nobody asked for it");
      }
      next = reader.response(head);
    }
    if (next == null) {
      throw new EOFException("no response");
    }
    return next;
  }

  private static boolean isFramed(RawMessage response, boolean head) {
    return head
        || response.has("content-length")
        || response.has("transfer-encoding")
        || response.status() == 204
        || response.status() == 304;
  }

  private static String form(RawMessage response, boolean head) {
    List<String> fuzz =
        response.headerLines().stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-fuzz-e"))
            .toList();
    return response.status() + "\n" + fuzz + "\n" + (head ? "" : response.body());
  }
}
