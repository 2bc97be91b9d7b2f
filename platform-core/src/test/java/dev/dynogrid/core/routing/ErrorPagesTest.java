package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RoutePages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read where no app answers: the app's page, the platform's, the mesh's. */
class ErrorPagesTest {
  private static final MeshOptions OPTIONS = MeshOptions.at("127.0.0.1", 0).withThreads(1);

  private static Optional<URI> uri(String text) {
    return Optional.of(URI.create(text));
  }

  private static String body(TestMesh mesh, String accept) {
    try (RawClient client = mesh.client()) {
      return client
          .send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nAccept: " + accept + "\r\n\r\n")
          .read()
          .body();
    }
  }

  @Test
  void aPlatformHasPagesOfItsOwn() {
    ErrorPages pages =
        failure ->
            failure.code().isPresent() && failure.app().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    MeshPage.html(
                        failure.code().map(Enum::name).orElse("none")
                            + " "
                            + failure.app().map(Object::toString).orElse("no app")
                            + " "
                            + failure.title()));
    try (TestMesh mesh = new TestMesh(OPTIONS.withErrorPages(pages))) {
      mesh.publish(AppRoute.Mode.NO_DYNOS);
      RawMessage response = mesh.get("/");
      assertThat(response.body()).isEqualTo("H14 hello No web dynos running");
      assertThat(response.header("x-dynogrid-error")).isEqualTo("H14");
      assertThat(response.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(RawClient.get(mesh.endpoint, "other.localhost", "/").body())
          .isEqualTo("none no app No app has this host name");
    }
  }

  @Test
  void pagesThatThrowCostNoAnswer() {
    ErrorPages broken =
        failure -> {
          throw new IllegalStateException("broken on purpose");
        };
    try (TestMesh mesh = new TestMesh(OPTIONS.withErrorPages(broken))) {
      mesh.publish(AppRoute.Mode.NO_DYNOS);
      assertThat(mesh.get("/").body()).startsWith("No web dynos running");
    }
  }

  @Test
  void anAppsOwnPagesGoFirst() {
    ErrorPages pages = failure -> Optional.of(MeshPage.html("the platform's"));
    try (TestMesh mesh = new TestMesh(OPTIONS.withErrorPages(pages))) {
      mesh.with(
          new RoutePages(
              uri("data:text/html,%3Ch1%3ESorry%21%3C/h1%3E"), uri("data:;base64,YmFjayBzb29u")));
      mesh.publish(AppRoute.Mode.CRASHED);
      TestMesh.eventually(() -> body(mesh, "text/html").equals("<h1>Sorry!</h1>"));
      assertThat(body(mesh, "*/*")).isEqualTo("<h1>Sorry!</h1>");
      assertThat(body(mesh, "application/json")).isEqualTo("the platform's");
      mesh.publish(AppRoute.Mode.MAINTENANCE);
      TestMesh.eventually(() -> body(mesh, "text/html").equals("back soon"));
      try (RawClient client = mesh.client()) {
        String refused = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\nExpect: tea\r\n\r\n";
        assertThat(client.send(refused).read().body()).isEqualTo("the platform's");
      }
    }
  }

  @Test
  void anAppsPageIsFetchedAheadAndShownWhenItsServerIsGone() {
    try (TestMesh mesh = new TestMesh(OPTIONS)) {
      TestDyno pages =
          TestDyno.answering(
              (request, connection) ->
                  connection.send(
                      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\npage"));
      mesh.with(
          new RoutePages(uri("http://127.0.0.1:" + pages.port() + "/e.html"), Optional.empty()));
      mesh.publish(AppRoute.Mode.CRASHED);
      TestMesh.eventually(() -> pages.requests().size() == 1);
      TestMesh.eventually(() -> body(mesh, "*/*").equals("page"));
      assertThat(pages.lastRequest().path()).isEqualTo("/e.html");
      pages.close();
      RawMessage response = mesh.get("/");
      assertThat(response.body()).isEqualTo("page");
      assertThat(response.header("content-type")).isEqualTo("text/plain");
      assertThat(response.status()).isEqualTo(503);
    }
  }

  @Test
  void pagesAreFetchedInBounds() {
    PageFetcher fetcher = new PageFetcher(true, Duration.ofMillis(200));
    String big = "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000);
    String moved = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n";
    try (TestDyno dyno =
        TestDyno.answering(
            (request, connection) -> {
              if (!request.path().equals("/silent")) {
                connection.send(request.path().equals("/big") ? big : moved);
              }
            })) {
      for (String path : new String[] {"/big", "/moved", "/silent"}) {
        URI page = URI.create("http://127.0.0.1:" + dyno.port() + path);
        assertThatThrownBy(() -> fetcher.fetch(page)).as(path).isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "224.0.0.1"
      })
  void aPlatformForOthersFetchesFromPublicAddressesOnly(String host) {
    PageFetcher fetcher = new PageFetcher(false, Duration.ofMillis(200));
    assertThatThrownBy(() -> fetcher.fetch(URI.create("http://" + host + ":1/")))
        .isInstanceOf(IOException.class)
        .hasMessage("not a public address");
  }

  @Test
  void publicAddressesAreNotPrivate() throws IOException {
    for (String address : new String[] {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1"}) {
      assertThat(PageFetcher.isPrivate(InetAddress.getByName(address))).as(address).isFalse();
    }
  }
}
