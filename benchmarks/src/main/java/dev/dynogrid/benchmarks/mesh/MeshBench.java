package dev.dynogrid.benchmarks.mesh;

import dev.dynogrid.benchmarks.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The mesh beside HAProxy and nginx: the CPU time that a request costs each of them, in alternating
 * rounds, with the same origin, the same load, and an access log on all sides. All connections are
 * kept. Then what each adds to the time of a request that is alone, and what a change of the routes
 * costs.
 */
public final class MeshBench {
  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 5;
  private static final int SECONDS = 4;
  private static final int WARM_UP_SECONDS = 15;
  private static final int ALONE_SECONDS = 2;

  private final Path project;
  private final Path work;

  private MeshBench(Path project, Path work) {
    this.project = project;
    this.work = work;
  }

  /** Runs it; {@code arguments[0]} is the project's folder, {@code --soak} runs ten minutes. */
  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]).toAbsolutePath();
    boolean soak = arguments.length > 1 && arguments[1].equals("--soak");
    Path work = Files.createTempDirectory("dynogrid-bench");
    // nginx's workers give up root, and read the origin's files.
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    new MeshBench(project, work).run(soak);
  }

  private void run(boolean soak) throws IOException, InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (Server origin = Peers.origin(work);
        Server haproxy = Peers.haproxy(work, origin.port(), threads);
        Server nginx = Peers.nginx(work, origin.port(), threads);
        MeshProcess mesh = MeshProcess.start(project, work, origin.port(), threads, 1)) {
      if (soak) {
        new Soak(mesh).run();
        return;
      }
      List<Server> proxies = List.of(haproxy, nginx, mesh.server());
      warmUp(mesh.server());
      System.out.printf(
          Locale.ROOT,
          "mesh: %d connections, %d threads each, %d alternating rounds of %d s%n",
          CONNECTIONS,
          threads,
          ROUNDS,
          SECONDS);
      if (!compare(proxies, "/13", "13B", 1.25, 1.35)) {
        Breakdown.print(mesh, "/13", "13B", CONNECTIONS);
      }
      if (!compare(proxies, "/16k", "16KiB", 1.10, 1.20)) {
        Breakdown.print(mesh, "/16k", "16KiB", CONNECTIONS);
      }
      alone(origin, proxies);
      changes(mesh);
    }
  }

  private static void warmUp(Server mesh) throws IOException, InterruptedException {
    Wrk.run(mesh.port(), "/13", CONNECTIONS, WARM_UP_SECONDS);
    Wrk.run(mesh.port(), "/16k", CONNECTIONS, WARM_UP_SECONDS / 2);
  }

  /** Returns whether both goals were reached. */
  private static boolean compare(
      List<Server> proxies, String path, String size, double goalHaproxy, double goalNginx)
      throws IOException, InterruptedException {
    List<Map<String, Cost>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Cost> costs = new TreeMap<>();
      for (int i = 0; i < proxies.size(); i++) {
        Server proxy = proxies.get((round + i) % proxies.size());
        costs.put(proxy.name(), Cost.measure(proxy, path, CONNECTIONS, SECONDS));
      }
      rounds.add(costs);
    }
    System.out.printf(
        "%n%-10s %14s %14s %14s%n", size, "CPU µs/request", "requests/s", "others' %");
    for (Server proxy : proxies) {
      System.out.printf(
          Locale.ROOT,
          "%-10s %14.2f %14.0f %14.1f%n",
          proxy.name(),
          median(rounds, proxy.name(), Cost::micros),
          median(rounds, proxy.name(), Cost::requestsPerSecond),
          median(rounds, proxy.name(), Cost::othersPercent));
    }
    boolean reached = report(rounds, "haproxy", size, goalHaproxy);
    return report(rounds, "nginx", size, goalNginx) && reached;
  }

  private interface Measure {
    double of(Cost cost);
  }

  private static double median(List<Map<String, Cost>> rounds, String name, Measure measure) {
    Samples samples = new Samples();
    rounds.forEach(costs -> samples.add(measure.of(cost(costs, name))));
    return samples.median();
  }

  private static boolean report(
      List<Map<String, Cost>> rounds, String peer, String size, double goal) {
    Samples ratios = new Samples();
    rounds.forEach(costs -> ratios.add(cost(costs, "mesh").micros() / cost(costs, peer).micros()));
    System.out.printf(
        Locale.ROOT,
        "result mesh cpu-to-%s-%s=%.2f goal=%.2f%n",
        peer,
        size,
        ratios.median(),
        goal);
    return ratios.median() <= goal;
  }

  private static Cost cost(Map<String, Cost> costs, String name) {
    Cost cost = costs.get(name);
    if (cost == null) {
      throw new IllegalStateException("no round of " + name);
    }
    return cost;
  }

  private static void alone(Server origin, List<Server> proxies)
      throws IOException, InterruptedException {
    Samples ratios = new Samples();
    Map<String, Samples> added = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      double direct = Wrk.run(origin.port(), "/13", 1, ALONE_SECONDS).medianMicros();
      Map<String, Double> one = new TreeMap<>();
      for (Server proxy : proxies) {
        double more = Wrk.run(proxy.port(), "/13", 1, ALONE_SECONDS).medianMicros() - direct;
        one.put(proxy.name(), more);
        added.computeIfAbsent(proxy.name(), name -> new Samples()).add(more);
      }
      ratios.add(one.getOrDefault("mesh", 0.0) / one.getOrDefault("haproxy", 1.0));
    }
    System.out.printf("%n%-10s %14s%n", "alone", "added µs");
    added.forEach(
        (name, samples) ->
            System.out.printf(Locale.ROOT, "%-10s %14.1f%n", name, samples.median()));
    System.out.printf(
        Locale.ROOT, "result mesh added-latency-to-haproxy=%.2f goal=1.10%n", ratios.median());
  }

  private static void changes(MeshProcess mesh) throws IOException {
    double[] micros = mesh.ask("changes");
    System.out.printf("%nA change of one route among 25,000%n");
    System.out.printf(Locale.ROOT, "result mesh route-change-cost-us=%.2f goal=1.00%n", micros[0]);
    System.out.printf(
        Locale.ROOT, "result mesh route-change-in-effect-us-p99.9=%.2f goal=1000.00%n", micros[1]);
  }
}
