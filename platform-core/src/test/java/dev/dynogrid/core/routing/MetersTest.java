package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.AppRoute;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mesh counts, as its registry shows it. */
final class MetersTest {
  private TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** The value of a meter with these tags, given as name and value in turn; -1 if there is none. */
  private double value(String name, String... tags) {
    Meter meter = mesh.registry.find(name).tags(tags).meter();
    return meter == null
        ? -1
        : StreamSupport.stream(meter.measure().spliterator(), false)
            .findFirst()
            .orElseThrow()
            .getValue();
  }

  private void eventuallyIs(double expected, String name, String... tags) {
    eventually(() -> value(name, tags) == expected);
  }

  @Test
  void everyRequestIsCountedForItsAppAndForAll() {
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      mesh.get("/");
      mesh.get("/");
      eventuallyIs(2, "dynogrid.app.requests", "app", "hello", "status", "2xx");
      eventuallyIs(10, "dynogrid.app.sent", "app", "hello");
      assertThat(value("dynogrid.mesh.requests", "status", "2xx")).isEqualTo(2);
      assertThat(value("dynogrid.mesh.sent")).isEqualTo(10);
      assertThat(value("dynogrid.mesh.first.byte")).isEqualTo(2);
      assertThat(value("dynogrid.app.first.byte", "app", "hello")).isEqualTo(2);
      assertThat(value("dynogrid.mesh.requests.active")).isZero();
      assertThat(value("dynogrid.mesh.apps")).isEqualTo(1);
      eventuallyIs(0, "dynogrid.mesh.connections");
      eventuallyIs(0, "dynogrid.app.requests.active", "app", "hello");
    }
  }

  @Test
  void bodiesOfRequestsAreCounted() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client
          .send("POST / HTTP/1.1\r\nHost: hello.localhost\r\nContent-Length: 3\r\n\r\nabc")
          .read();
      eventuallyIs(3, "dynogrid.app.received", "app", "hello");
      assertThat(value("dynogrid.mesh.received")).isEqualTo(3);
    }
  }

  @Test
  void codesAreCountedFromZero() {
    assertThat(value("dynogrid.mesh.errors", "code", "H14")).isZero();
    mesh.publish(AppRoute.Mode.NO_DYNOS);
    mesh.get("/");
    eventuallyIs(1, "dynogrid.app.errors", "app", "hello", "code", "H14");
    assertThat(value("dynogrid.mesh.errors", "code", "H14")).isEqualTo(1);
    assertThat(value("dynogrid.mesh.requests", "status", "5xx")).isEqualTo(1);
  }

  @Test
  void anotherAttemptIsARetry() {
    mesh.serve(TestMesh.target(TestMesh.deadPort()), TestMesh.target(TestMesh.deadPort()));
    assertThat(mesh.get("/").header("x-dynogrid-error")).isEqualTo("H21");
    eventuallyIs(2, "dynogrid.app.retries", "app", "hello");
    assertThat(value("dynogrid.mesh.retries")).isEqualTo(2);
  }

  @Test
  void aRequestThatWaitsIsSeenAndItsTimeIsCounted() {
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.publish(AppRoute.Mode.HOLD);
      client.send("GET / HTTP/1.1\r\nHost: hello.localhost\r\n\r\n");
      eventuallyIs(1, "dynogrid.app.requests.waiting", "app", "hello");
      assertThat(value("dynogrid.mesh.requests.active")).isEqualTo(1);
      assertThat(value("dynogrid.mesh.connections")).isEqualTo(1);
      mesh.serve(dyno);
      client.read();
      eventuallyIs(1, "dynogrid.mesh.queue");
      assertThat(value("dynogrid.app.queue", "app", "hello")).isEqualTo(1);
    }
  }

  @Test
  void appsBeyondTheBoundAreCountedTogether() {
    mesh.close();
    mesh = new TestMesh(MeshOptions.at("127.0.0.1", 0).withMeasuredApps(0));
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      mesh.get("/");
      eventuallyIs(1, "dynogrid.app.requests", "app", "_other", "status", "2xx");
      assertThat(value("dynogrid.app.requests", "app", "hello")).isEqualTo(-1);
    }
  }

  @Test
  void anAppThatLeavesTheRoutesTakesItsMetersWithIt() {
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      mesh.get("/");
      eventuallyIs(0, "dynogrid.app.requests.waiting", "app", "hello");
      mesh.remove();
      eventually(() -> ofApps().isEmpty());
      assertThat(value("dynogrid.mesh.requests", "status", "2xx")).isEqualTo(1);
      mesh.serve(dyno);
      mesh.get("/");
      eventuallyIs(1, "dynogrid.app.requests", "app", "hello", "status", "2xx");
    }
  }

  private List<Meter> ofApps() {
    return mesh.registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("dynogrid.app"))
        .toList();
  }

  @Test
  void aMeshThatIsClosedLeavesNoMeters() {
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.with(TestMesh.settings(50, 50, Duration.ofSeconds(5))).serve(dyno);
      mesh.get("/");
      mesh.close();
      eventually(() -> mesh.registry.getMeters().isEmpty());
    }
  }
}
