package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RoutePages;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RouterCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A mesh with one app, {@code hello.localhost} and {@code 127.0.0.1}, that records what it says.
 */
final class TestMesh implements AutoCloseable, MeshListener {
  static final String HOST = "hello.localhost";
  static final AppId APP = new AppId(UUID.randomUUID());
  static final ReleaseId RELEASE = new ReleaseId(UUID.randomUUID());

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  final List<LogLine> lines = new CopyOnWriteArrayList<>();
  final List<AppId> demanded = new CopyOnWriteArrayList<>();
  final List<DynoId> drained = new CopyOnWriteArrayList<>();
  final List<RouterCode> unreachable = new CopyOnWriteArrayList<>();
  final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  final MeterRegistry registry = new SimpleMeterRegistry();
  final NettyRoutingMesh mesh;
  final Endpoint endpoint;
  private final AtomicLong version = new AtomicLong();
  private RouteSettings settings = RouteSettings.USUAL;
  private RoutePages pages = RoutePages.NONE;

  TestMesh() {
    this(MeshOptions.at("127.0.0.1", 0).withThreads(2));
  }

  TestMesh(MeshOptions options) {
    this(options, Clock.systemUTC());
  }

  TestMesh(MeshOptions options, Clock clock) {
    mesh = new NettyRoutingMesh(options, clock, registry);
    endpoint = mesh.open(new MeshContext(lines::add, this));
  }

  static RouteTarget target(int port) {
    return target(port, RouteTarget.USUAL_WEIGHT);
  }

  static RouteTarget target(int port, int weight) {
    return new RouteTarget(
        new DynoId(UUID.randomUUID()),
        DynoName.parse("web.1"),
        RELEASE,
        new Endpoint("127.0.0.1", port),
        weight);
  }

  /** A port on which nothing listens. */
  static int deadPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestMesh with(RouteSettings changed) {
    settings = changed;
    return this;
  }

  TestMesh with(RoutePages changed) {
    pages = changed;
    return this;
  }

  static RouteSettings settings(int perDyno, int backlog, Duration times) {
    return new RouteSettings(
        perDyno, backlog, 10_000, times, times, times, times, Duration.ofSeconds(1), false, true);
  }

  RouteTarget serve(TestDyno dyno) {
    RouteTarget target = target(dyno.port());
    serve(target);
    return target;
  }

  void serve(RouteTarget... targets) {
    publish(AppRoute.Mode.SERVE, targets);
  }

  void publish(AppRoute.Mode mode, RouteTarget... targets) {
    AppRoute route =
        new AppRoute(
            APP,
            new AppName("hello"),
            Set.of(HOST, "127.0.0.1"),
            mode,
            Arrays.asList(targets),
            settings,
            pages);
    mesh.publish(new RouteChange(version.incrementAndGet(), false, List.of(route), Set.of()));
  }

  void remove() {
    mesh.publish(new RouteChange(version.incrementAndGet(), true, List.of(), Set.of()));
  }

  RawClient client() {
    return new RawClient(endpoint);
  }

  RawMessage get(String path) {
    return RawClient.get(endpoint, HOST, path);
  }

  AppTraffic traffic() {
    return mesh.traffic(APP);
  }

  /** Waits for the line of a request. */
  String line() {
    return line(1);
  }

  String line(int number) {
    eventually(() -> lines.size() >= number);
    return lines.get(number - 1).text();
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    lines.forEach(line -> texts.add(line.text()));
    return texts;
  }

  static void eventually(BooleanSupplier state) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!state.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time in which a state was to be reached").isLessThan(end);
      Thread.onSpinWait();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(2); // between two looks at a state
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void demanded(AppId app) {
    demanded.add(app);
  }

  @Override
  public void acknowledged(long acknowledgedVersion) {
    acknowledged.add(acknowledgedVersion);
  }

  @Override
  public void drained(DynoId dyno) {
    drained.add(dyno);
  }

  @Override
  public void unreachable(DynoId dyno, RouterCode code) {
    unreachable.add(code);
  }

  @Override
  public void close() {
    mesh.close();
  }
}
