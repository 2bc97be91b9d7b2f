package dev.dynogrid.tck;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RoutingMesh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of {@link RoutingMeshContract} work with: a mesh, routes, dynos and clients. */
abstract class RoutingMeshFixture extends Contract {
  static final String HOST = "hello.tck.test";

  final AppId app = new AppId(UUID.randomUUID());
  private final ReleaseId release = new ReleaseId(UUID.randomUUID());
  private final AtomicLong version = new AtomicLong();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private final List<LogLine> logged = new CopyOnWriteArrayList<>();
  private final List<AppId> demanded = new CopyOnWriteArrayList<>();
  private final List<DynoId> drained = new CopyOnWriteArrayList<>();
  private RoutingMesh mesh;
  private Endpoint endpoint;

  @SuppressWarnings("NullAway.Init") // set before each test
  RoutingMeshFixture() {}

  /** A mesh that has not been opened; it is to listen on a free port of this machine. */
  protected abstract RoutingMesh newMesh() throws Exception;

  /** Opens the mesh of the test. */
  @BeforeEach
  final void openMesh() throws Exception {
    mesh = newMesh();
    endpoint = mesh.open(new MeshContext(logged::add, new Recorder()));
  }

  /** Closes everything that the test has opened. */
  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    mesh.close();
  }

  /** Records what the mesh says. */
  private final class Recorder implements MeshListener {
    @Override
    public void demanded(AppId which) {
      demanded.add(which);
    }

    @Override
    public void drained(DynoId dyno) {
      drained.add(dyno);
    }
  }

  final RoutingMesh mesh() {
    return mesh;
  }

  final List<AppId> demanded() {
    return demanded;
  }

  final List<DynoId> drained() {
    return drained;
  }

  final List<String> logOf(AppId which) {
    return logged.stream()
        .filter(line -> line.app().equals(which))
        .filter(line -> line.source().equals(LogLine.PLATFORM) && line.process().equals("router"))
        .map(LogLine::text)
        .toList();
  }

  final TestDyno dyno(TestDyno.Answer answer) throws IOException {
    TestDyno dyno = TestDyno.answering(answer);
    open.add(dyno);
    return dyno;
  }

  final TestDyno saying(String text) throws IOException {
    TestDyno dyno = TestDyno.saying(text);
    open.add(dyno);
    return dyno;
  }

  final RouteTarget target(Endpoint at) {
    return new RouteTarget(
        new DynoId(UUID.randomUUID()),
        DynoName.parse("web.1"),
        release,
        at,
        RouteTarget.USUAL_WEIGHT);
  }

  final RouteTarget target(TestDyno dyno) {
    return target(dyno.endpoint());
  }

  final ReleaseId release() {
    return release;
  }

  /** Where nobody listens. */
  static Endpoint nowhere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }

  /** Limits that let a test wait for their end. */
  static RouteSettings settings(int perDyno, int backlog, Duration hold, Duration firstByte) {
    Duration usual = Duration.ofSeconds(20);
    return new RouteSettings(
        perDyno,
        backlog,
        Duration.ofSeconds(2),
        hold,
        firstByte,
        usual,
        Duration.ofSeconds(5),
        false);
  }

  static RouteSettings settings() {
    return settings(50, 50, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  static AppRoute route(
      AppId of,
      Set<String> hosts,
      AppRoute.Mode mode,
      RouteSettings settings,
      RouteTarget... targets) {
    return new AppRoute(of, new AppName("hello"), hosts, mode, Arrays.asList(targets), settings);
  }

  final AppRoute route(AppRoute.Mode mode, RouteTarget... targets) {
    return route(app, Set.of(HOST), mode, settings(), targets);
  }

  final long nextVersion() {
    return version.incrementAndGet();
  }

  /** Publishes routes beside those that there are, and waits until no older ones are served by. */
  final void publish(AppRoute... routes) {
    change(new RouteChange(nextVersion(), false, Arrays.asList(routes), Set.of()));
  }

  final void serve(RouteTarget... targets) {
    publish(route(AppRoute.Mode.SERVE, targets));
  }

  final void change(RouteChange change) {
    mesh.publish(change);
    awaitPast(change.version());
  }

  final void awaitPast(long wanted) {
    eventually(
        "every node at version " + wanted + ", or past its lease",
        () -> mesh.nodes(),
        nodes ->
            !nodes.isEmpty()
                && nodes.stream().allMatch(node -> node.isPast(wanted, Instant.now())));
  }

  final TestClient client() throws IOException {
    TestClient client = new TestClient(endpoint, patience());
    open.add(client);
    return client;
  }

  /** One request on a connection of its own: {@code 200 text} or {@code 503 H10}. */
  final String get(String host, String path) throws IOException {
    try (TestClient client = new TestClient(endpoint, patience())) {
      return client.sendGet(host, path).read().summary();
    }
  }

  final String get() throws IOException {
    return get(HOST, "/");
  }

  final Endpoint endpoint() {
    return endpoint;
  }
}
