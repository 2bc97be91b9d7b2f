package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.api.routing.RouteChange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  @Test
  void aPortInUseIsOneClearSentence() {
    try (TestMesh mesh = new TestMesh()) {
      NettyRoutingMesh second =
          new NettyRoutingMesh(
              MeshOptions.at("127.0.0.1", mesh.endpoint.port()), Clock.systemUTC());
      assertThatThrownBy(() -> second.open(new MeshContext(line -> {}, MeshListener.NONE)))
          .isInstanceOfSatisfying(
              DynogridException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_PREREQUISITE))
          .hasMessageContaining("routing port " + mesh.endpoint.port() + " on 127.0.0.1: ")
          .hasMessageContaining("in use");
      second.close();
    }
  }

  @Test
  void beforeItIsOpenNothingWorksAndItSaysSo() {
    NettyRoutingMesh mesh = new NettyRoutingMesh(MeshOptions.at("127.0.0.1", 0), Clock.systemUTC());
    assertThatThrownBy(() -> mesh.publish(new RouteChange(1, true, List.of(), Set.of())))
        .isInstanceOf(DynogridException.class)
        .hasMessageContaining("not open");
    mesh.close();
  }

  @Test
  void closingAnIdleMeshIsQuickAndEndsIdleClients() {
    TestMesh mesh = new TestMesh();
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.get(HOST, "/");
      long begun = System.nanoTime();
      mesh.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
      assertThat(client.isClosed()).isTrue();
      mesh.close();
    }
  }

  @Test
  void whatIsUnderWayIsFinishedAndWhatWaitsIsAnswered() throws Exception {
    TestMesh mesh = new TestMesh();
    CountDownLatch go = new CountDownLatch(1);
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  go.await();
                  connection.send(TestDyno.ok("last"));
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      TestMesh.eventually(() -> dyno.requests().size() == 1);
      Thread closer = new Thread(mesh::close);
      closer.start();
      TestMesh.eventually(() -> refuses(mesh));
      go.countDown();
      RawMessage last = client.read();
      assertThat(last.body()).isEqualTo("last");
      assertThat(client.isClosed()).isTrue();
      closer.join();
    }
  }

  @Test
  void requestsOnHoldAreAnsweredWhenTheMeshCloses() {
    TestMesh mesh = new TestMesh();
    mesh.publish(AppRoute.Mode.HOLD);
    try (RawClient client = mesh.client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      TestMesh.eventually(() -> mesh.traffic().waiting() == 1);
      mesh.close();
      assertThat(client.read().header("x-dynogrid-error")).isEqualTo("H99");
    }
  }

  @Test
  void whatTakesLongerThanTheDrainTimeIsCut() {
    TestMesh mesh = new TestMesh().with(TestMesh.settings(50, 50, Duration.ofSeconds(20)));
    try (TestDyno dyno = TestDyno.answering((request, connection) -> connection.in().read());
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      TestMesh.eventually(() -> dyno.requests().size() == 1);
      mesh.close();
      assertThat(client.isClosed()).isTrue();
      assertThat(mesh.line()).startsWith("at=error code=H24 ");
    }
  }

  @Test
  void itWorksWithTheServersAndClientsOfTheJdk() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (TestMesh mesh = new TestMesh()) {
      mesh.serve(TestMesh.target(server.getAddress().getPort()));
      String text = "x".repeat(300_000);
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + mesh.endpoint.port() + "/"))
                      .expectContinue(true)
                      .POST(HttpRequest.BodyPublishers.ofString(text))
                      .build(),
                  HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(text);
    } finally {
      server.stop(0);
    }
  }

  private static boolean refuses(TestMesh mesh) {
    try (RawClient client = mesh.client()) {
      return client.isClosed();
    } catch (RuntimeException refused) {
      return true;
    }
  }
}
