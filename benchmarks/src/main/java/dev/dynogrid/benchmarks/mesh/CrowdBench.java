package dev.dynogrid.benchmarks.mesh;

import dev.dynogrid.benchmarks.Samples;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The mesh under a crowd: ten thousand connections that are kept and two thousand WebSockets at
 * once, all of which still work in the end; and requests that arrive steadily while thousands of
 * clients send the heads of theirs as slowly as they may.
 */
public final class CrowdBench {
  private static final int KEPT = 10_000;
  private static final int SOCKETS = 2_000;
  private static final int AT_ONCE = 250;

  /** So many that each of those that ask at once has a place. */
  private static final int DYNOS = 20;

  private static final int SLOW = 5_000;
  private static final int ROUNDS = 5;
  private static final int SECONDS = 5;
  private static final double MORE_MILLIS = 20;
  private static final double MEGABYTE = 1024;
  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: "
          + MeshUnderTest.HOST
          + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String FRAME = "\u0081\u0002hi";

  private final EventLoopGroup loops;
  private final MeshProcess mesh;
  private final int port;

  private CrowdBench(EventLoopGroup loops, MeshProcess mesh) {
    this.loops = loops;
    this.mesh = mesh;
    this.port = mesh.server().port();
  }

  /** Runs it; {@code arguments[0]} is the project's folder. */
  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]).toAbsolutePath();
    Path work = Files.createTempDirectory("dynogrid-bench");
    int threads = Runtime.getRuntime().availableProcessors();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    int origin = CrowdOrigin.start(loops).port();
    try (MeshProcess mesh = MeshProcess.start(project, work, origin, threads, DYNOS)) {
      CrowdBench bench = new CrowdBench(loops, mesh);
      bench.warmUp();
      bench.slowHeads();
      bench.many();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private void warmUp() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      CrowdLoad.p99(loops, port, SECONDS);
    }
  }

  private void many() throws IOException, InterruptedException {
    double before = resident();
    List<CrowdClient> kept = connect(KEPT);
    ask(kept, client -> client.ask(CrowdLoad.REQUEST, CrowdLoad::isAnswer));
    List<CrowdClient> sockets = connect(SOCKETS);
    ask(sockets, client -> client.ask(UPGRADE, read -> read.endsWith("\r\n\r\n")));
    ask(sockets, client -> client.ask(FRAME, FRAME::equals));
    double p99 = CrowdLoad.p99(loops, port, SECONDS);
    double after = resident();
    ask(sockets, client -> client.ask(FRAME, FRAME::equals));
    ask(kept, client -> client.ask(CrowdLoad.REQUEST, CrowdLoad::isAnswer));
    long lost = KEPT + SOCKETS - open(kept) - open(sockets);
    System.out.printf(
        Locale.ROOT,
        "%n%d kept connections and %d WebSockets at once: %.0f MB more, %.1f kB each%n",
        KEPT,
        SOCKETS,
        (after - before) / MEGABYTE,
        (after - before) / (KEPT + SOCKETS));
    System.out.printf(Locale.ROOT, "result crowd lost-connections=%d goal=0%n", lost);
    System.out.printf(Locale.ROOT, "result crowd p99-ms-beside-them=%.1f%n", p99);
    kept.forEach(CrowdClient::close);
    sockets.forEach(CrowdClient::close);
  }

  private double resident() throws IOException {
    return CpuTime.residentKilobytes(mesh.server().process().toHandle());
  }

  private static long open(List<CrowdClient> clients) {
    return clients.stream().filter(CrowdClient::isOpen).count();
  }

  private List<CrowdClient> connect(int count) throws IOException, InterruptedException {
    List<CrowdClient> clients = new ArrayList<>();
    while (clients.size() < count) {
      List<CompletableFuture<CrowdClient>> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_ONCE, count - clients.size()); i++) {
        batch.add(CrowdClient.connect(loops, port));
      }
      CrowdLoad.await(CompletableFuture.allOf(batch.toArray(CompletableFuture<?>[]::new)));
      batch.forEach(client -> clients.add(client.join()));
    }
    return clients;
  }

  /** All of them ask, some at a time; all must be answered. */
  private static void ask(
      List<CrowdClient> clients, Function<CrowdClient, CompletableFuture<String>> request)
      throws IOException, InterruptedException {
    for (int from = 0; from < clients.size(); from += AT_ONCE) {
      List<CrowdClient> some = clients.subList(from, Math.min(clients.size(), from + AT_ONCE));
      CrowdLoad.await(
          CompletableFuture.allOf(some.stream().map(request).toArray(CompletableFuture<?>[]::new)));
    }
  }

  private void slowHeads() throws IOException, InterruptedException {
    Samples excess = new Samples();
    Samples quiet = new Samples();
    Samples disturbed = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      double alone = CrowdLoad.p99(loops, port, SECONDS);
      double beside = p99BesideSlowHeads();
      quiet.add(alone);
      disturbed.add(beside);
      excess.add(beside / Math.max(2 * alone, alone + MORE_MILLIS));
    }
    System.out.printf(
        Locale.ROOT,
        "%n%d slow heads beside 200 requests/s: p99 %.1f ms, without them %.1f ms%n",
        SLOW,
        disturbed.median(),
        quiet.median());
    System.out.printf(
        Locale.ROOT, "result crowd slow-heads-p99-to-allowed=%.2f goal=1.00%n", excess.median());
  }

  /** Each of the slow ones sends a header line a second. */
  private double p99BesideSlowHeads() throws IOException, InterruptedException {
    List<CrowdClient> slow = connect(SLOW);
    slow.forEach(client -> client.send("GET / HTTP/1.1\r\nHost: " + MeshUnderTest.HOST + "\r\n"));
    List<ScheduledFuture<?>> drips = new ArrayList<>();
    int groups = 50;
    for (int group = 0; group < groups; group++) {
      List<CrowdClient> own = slow.subList(group * SLOW / groups, (group + 1) * SLOW / groups);
      drips.add(
          loops
              .next()
              .scheduleAtFixedRate(
                  () -> own.forEach(client -> client.send("X: y\r\n")),
                  1_000L * group / groups,
                  1_000,
                  TimeUnit.MILLISECONDS));
    }
    try {
      return CrowdLoad.p99(loops, port, SECONDS);
    } finally {
      drips.forEach(drip -> drip.cancel(false));
      slow.forEach(CrowdClient::close);
    }
  }
}
