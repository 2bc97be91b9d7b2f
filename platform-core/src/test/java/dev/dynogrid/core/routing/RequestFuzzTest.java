package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.routing.StrictDyno.Answer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever bytes a client sends, the mesh and a strict reader of RFC 9112 agree: what is a request
 * reaches the dyno as the same request, and what is none, or may be two, reaches it in no form.
 */
class RequestFuzzTest {
  /** What the mesh says to dynos itself. */
  private static final Set<String> OWN =
      Set.of(
          "host",
          "via",
          "x-request-id",
          "x-request-start",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-forwarded-host");

  private static TestMesh mesh;
  private static StrictDyno dyno;

  @BeforeContainer
  static void serve() throws IOException {
    mesh = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));
    dyno =
        new StrictDyno(
            request ->
                Answer.Bytes.of(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
                        + (request.method().equals("HEAD") ? "" : "ok")));
    mesh.serve(TestMesh.target(dyno.port()));
  }

  @AfterContainer
  static void close() throws IOException {
    mesh.close();
    dyno.close();
  }

  @Provide
  Arbitrary<String> requests() {
    return FuzzedBytes.requests();
  }

  @Property(tries = 2_000, seed = "9112", edgeCases = EdgeCasesMode.NONE)
  void theMeshAndAStrictReaderAgree(@ForAll("requests") String bytes) throws IOException {
    compare(bytes);
  }

  @Tag("long")
  @Property(tries = 100_000, edgeCases = EdgeCasesMode.NONE)
  void theyAgreeHoweverOftenTheyAreAsked(@ForAll("requests") String bytes) throws IOException {
    compare(bytes);
  }

  private static void compare(String bytes) throws IOException {
    Reading reading = Reading.of(bytes);
    dyno.requests().clear();
    try (RawClient client = mesh.client()) {
      client.send(bytes);
      StrictReader answers = new StrictReader(client.in());
      for (RawMessage request : reading.requests.subList(0, reading.sure)) {
        RawMessage answer = answers.response(request.method().equals("HEAD"));
        assertThat(answer).as("answer to " + request).isNotNull();
        assertThat(answer.status()).isEqualTo(isForDyno(request) ? 200 : 404);
      }
      boolean sure = reading.isSureToTheEnd();
      if (sure && reading.end == End.REFUSED) {
        // Some of what is wrong is seen when its line ends.
        String last = read(client.send("\r\n\r\n"));
        // Where the host is unknown, that is said before the body is looked at.
        assertThat(last).matches("(?s)HTTP/1.1 4.*X-Dynogrid-Error: H26.*|HTTP/1.1 404 .*");
      } else {
        client.endOutput();
        String last = read(client);
        assertThat(sure && reading.end == End.COMPLETE ? last : "").isEmpty();
      }
    }
    assertThat(dyno.unreadable()).isEmpty();
    List<RawMessage> got = List.copyOf(dyno.requests());
    List<RawMessage> due = forDyno(reading.requests);
    assertThat(got)
        .hasSizeBetween(forDyno(reading.requests.subList(0, reading.sure)).size(), due.size());
    assertThat(forms(got)).isEqualTo(forms(due.subList(0, got.size())));
    for (int i = 0; i < got.size(); i++) {
      assertThat(OWN)
          .as("more than the client's headers")
          .containsAll(added(got.get(i), due.get(i)));
    }
  }

  private static String read(RawClient client) throws IOException {
    return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Names of headers that the dyno got and the client did not send. */
  private static List<String> added(RawMessage got, RawMessage sent) {
    List<String> names = new ArrayList<>();
    for (String line : got.headerLines()) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      if (!sent.has(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<RawMessage> forDyno(List<RawMessage> requests) {
    return requests.stream().filter(RequestFuzzTest::isForDyno).toList();
  }

  private static boolean isForDyno(RawMessage request) {
    return HostNames.normalise(host(request)).equals(TestMesh.HOST);
  }

  private static String host(RawMessage request) {
    String target = request.path();
    return target.matches("(?i)https?://.*")
        ? StrictReader.authority(target)
        : request.header("host");
  }

  /** What a request means, in whichever form it came. */
  private static List<String> forms(List<RawMessage> requests) {
    return requests.stream()
        .map(
            request ->
                String.join(
                    "\n",
                    request.method() + " " + path(request),
                    "Host: " + host(request),
                    fuzz(request, request.headerLines()),
                    request.body(),
                    fuzz(request, request.trailers())))
        .toList();
  }

  private static String path(RawMessage request) {
    String target = request.path();
    if (target.matches("(?i)https?://.*")) {
      int end = target.indexOf("//") + 2 + StrictReader.authority(target).length();
      String path = target.substring(end);
      boolean asterisk = path.isEmpty() && request.method().equals("OPTIONS");
      target = asterisk ? "*" : path.startsWith("/") ? path : "/" + path;
    }
    StringBuilder encoded = new StringBuilder();
    for (char c : target.toCharArray()) {
      encoded.append(c < 0x80 ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return encoded.toString();
  }

  /** Those of the lines that are about nothing but this, and not about the connection. */
  private static String fuzz(RawMessage request, List<String> lines) {
    String options = String.join(",", request.all("connection")).toLowerCase(Locale.ROOT);
    List<String> named = List.of(options.split("[ \t]*,[ \t]*", -1));
    return String.join(
        "\n",
        lines.stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-fuzz"))
            .filter(line -> !named.contains(line.split(":", 2)[0].toLowerCase(Locale.ROOT)))
            .toList());
  }

  private enum End {
    COMPLETE,
    CLOSED,
    CUT_OFF,
    REFUSED
  }

  /**
   * How a strict reader understands bytes.
   *
   * @param sure how many of the requests are answered in any case: where a host is unknown, the
   *     answer does not wait for the body, and the connection ends unless that is there already
   */
  private record Reading(List<RawMessage> requests, int sure, End end) {
    static Reading of(String bytes) throws IOException {
      StrictReader reader = new StrictReader(new ByteArrayInputStream(FuzzedBytes.bytes(bytes)));
      List<RawMessage> requests = new ArrayList<>();
      End end = read(reader, requests);
      int sure = 0;
      while (sure < requests.size()) {
        if (isAnsweredEarly(requests.get(sure++))) {
          break;
        }
      }
      return new Reading(requests, sure, end);
    }

    boolean isSureToTheEnd() {
      return requests.stream().noneMatch(Reading::isAnsweredEarly);
    }

    private static boolean isAnsweredEarly(RawMessage request) {
      return !isForDyno(request) && hasBody(request);
    }

    private static End read(StrictReader reader, List<RawMessage> requests) throws IOException {
      try {
        for (RawMessage next = reader.request(); next != null; next = reader.request()) {
          requests.add(next);
          if (closes(next)) {
            return End.CLOSED;
          }
        }
        return End.COMPLETE;
      } catch (EOFException e) {
        return End.CUT_OFF;
      } catch (StrictReader.RefusedMessage e) {
        return End.REFUSED;
      }
    }

    private static boolean hasBody(RawMessage request) {
      return !request.body().isEmpty() || request.has("transfer-encoding");
    }

    private static boolean closes(RawMessage request) {
      String all = String.join(",", request.all("connection")).toLowerCase(Locale.ROOT);
      List<String> options = List.of(all.split("[ \t]*,[ \t]*", -1));
      boolean old = request.startLine().endsWith("0");
      return options.contains("close") || (old && !options.contains("keep-alive"));
    }
  }
}
