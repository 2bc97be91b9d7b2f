package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.RouteTarget;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are sent again, and where, when a dyno dies over them (G7, RM-6). */
class RepeatTest {
  private static final String END = " HTTP/1.1\r\nHost: " + HOST + "\r\n";

  private final TestMesh mesh = new TestMesh(MeshOptions.at("127.0.0.1", 0).withThreads(1));

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Reads the request whole, and is gone. */
  private static TestDyno dying() {
    return TestDyno.answering((request, connection) -> connection.close());
  }

  /** Sends it until it happens to be given to the dying dyno first; tells what came of it. */
  private String answerWhenTheFirstDies(String request, TestDyno first, TestDyno second) {
    mesh.serve(TestMesh.target(first.port()), TestMesh.target(second.port()));
    String answer = "";
    for (int i = 0; i < 100 && first.requests().isEmpty(); i++) {
      try (RawClient client = mesh.client()) {
        client.send(request);
        RawMessage message = request.startsWith("HEAD") ? client.readHead() : client.read();
        answer = message.header("x-dynogrid-error") + message.body();
      }
    }
    assertThat(first.requests()).hasSize(1);
    return answer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE", "PUT", "TRACE"})
  void anIdempotentRequestGoesToAnotherDyno(String method) {
    try (TestDyno first = dying();
        TestDyno second = TestDyno.saying("")) {
      String request = method + " /" + END + "Connection: close\r\n\r\n";
      assertThat(answerWhenTheFirstDies(request, first, second)).isEmpty();
      assertThat(second.lastRequest().method()).isEqualTo(method);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "get", "FOO"})
  void anotherRequestIsNeverSentAgain(String method) {
    try (TestDyno first = dying();
        TestDyno second = TestDyno.saying("")) {
      String request = method + " /" + END + "\r\n";
      assertThat(answerWhenTheFirstDies(request, first, second)).startsWith("H13");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\n12345",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n12\r\n3\r\n345\r\n0\r\nX-T: 1\r\n\r\n"
      })
  void aBodyThatIsKeptIsSentAgainWhole(String body) {
    try (TestDyno first = dying();
        TestDyno second = TestDyno.answering((r, c) -> c.send(TestDyno.ok(r.body())))) {
      assertThat(answerWhenTheFirstDies("PUT /" + END + body, first, second)).isEqualTo("12345");
      assertThat(first.lastRequest().body()).isEqualTo("12345");
      assertThat(second.lastRequest().trailers()).isEqualTo(first.lastRequest().trailers());
    }
  }

  @Test
  void aBodyThatIsTooBigToBeKeptIsNotSentAgain() {
    try (TestDyno first = dying();
        TestDyno second = TestDyno.saying("")) {
      String body = "Content-Length: 200000\r\n\r\n" + "x".repeat(200_000);
      assertThat(answerWhenTheFirstDies("PUT /" + END + body, first, second)).startsWith("H13");
    }
  }

  @Test
  void aResponseThatHasBegunIsNotAskedForAgain() {
    try (TestDyno first =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                  connection.close();
                });
        TestDyno second = TestDyno.saying("whole")) {
      assertThat(answerWhenTheFirstDies("GET /" + END + "\r\n", first, second)).isEqualTo("half");
    }
  }

  @Test
  void aRequestThatKillsEveryDynoIsNotGivenToAll() {
    List<TestDyno> dynos = Stream.generate(RepeatTest::dying).limit(6).toList();
    try {
      mesh.serve(dynos.stream().map(d -> TestMesh.target(d.port())).toArray(RouteTarget[]::new));
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H13");
      assertThat(dynos.stream().mapToInt(d -> d.requests().size()).sum()).isEqualTo(3);
    } finally {
      dynos.forEach(TestDyno::close);
    }
  }

  @Test
  void theOnlyDynoIsNotAskedTwice() {
    try (TestDyno dyno = dying()) {
      mesh.serve(dyno);
      assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H13");
      assertThat(dyno.requests()).hasSize(1);
    }
  }
}
