package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.RouterCode;
import org.junit.jupiter.api.Test;

class AccessLineTest {
  @Test
  void anErrorHasTheKnownForm() {
    AccessLine line =
        new AccessLine(
            RouterCode.H12, "GET", "/", "a.b", "id", "1.2.3.4", "web.1", 1, 30_000, 503, 0, "http");
    assertThat(line)
        .hasToString(
            "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/\" host=a.b"
                + " request_id=id fwd=\"1.2.3.4\" dyno=web.1 connect=1ms service=30000ms"
                + " status=503 bytes=0 protocol=http");
  }

  @Test
  void nothingThatAClientSendsCanLookLikeAnotherFieldOrLine() {
    AccessLine line =
        new AccessLine(
            null,
            "GET",
            "/\" status=200 x=\"\\",
            "a.b",
            "id",
            "1.2.3.4\", x=\"\u0085\u001b[31m\n",
            "web.1",
            0,
            0,
            200,
            0,
            "http");
    assertThat(line.toString())
        .contains(" path=\"/\\\" status=200 x=\\\"\\\\\" host=")
        .contains(" fwd=\"1.2.3.4\\\", x=\\\"\\u0085\\u001b[31m\\u000a\" dyno=")
        .doesNotContain("\n");
  }

  @Test
  void aForgedHeaderStaysInItsQuotes() {
    try (TestMesh mesh = new TestMesh();
        TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client
          .send("GET /\"status=1 HTTP/1.1\r\nHost: " + HOST + "\r\n")
          .send("X-Forwarded-For: 1.1.1.1\" dyno=web.9 \\\r\n\r\n")
          .read();
      assertThat(mesh.line())
          .contains(" path=\"/\\\"status=1\" host=")
          .contains(" fwd=\"1.1.1.1\\\" dyno=web.9 \\\\, 127.0.0.1\" dyno=web.1 ");
    }
  }
}
