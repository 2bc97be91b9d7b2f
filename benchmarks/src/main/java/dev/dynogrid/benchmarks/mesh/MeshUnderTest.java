package dev.dynogrid.benchmarks.mesh;

import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.core.log.AppLogs;
import dev.dynogrid.core.routing.MeshOptions;
import dev.dynogrid.core.routing.NettyRoutingMesh;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The mesh in a JVM of its own, complete: all its stages, limits and meters, the access log in
 * memory as the platform keeps it and in a file beside, a route table of 25,000 apps. Reads
 * commands, a line each, and answers with a line; ends with its standard input.
 */
public final class MeshUnderTest {
  /** The app that is asked for. */
  static final String HOST = "bench.example.com";

  private MeshUnderTest() {}

  /**
   * Runs it.
   *
   * @param arguments the port of the origin, the number of threads, the file of the access log, the
   *     number of dynos of each app
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int origin = Integer.parseInt(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    AppLogs logs =
        new AppLogs(
            Clock.systemUTC(), Runnable::run, List.of(AccessFile.at(Path.of(arguments[2]))));
    MeshOptions options = MeshOptions.at("127.0.0.1", 0).withThreads(threads);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (NettyRoutingMesh mesh = new NettyRoutingMesh(options, Clock.systemUTC(), meters)) {
      Endpoint endpoint = mesh.open(new MeshContext(logs, MeshListener.NONE));
      Routes routes = new Routes(mesh, origin, Integer.parseInt(arguments[3]));
      routes.publishAll();
      System.out.println(endpoint.port());
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(answer(line, routes));
      }
    }
  }

  private static String answer(String command, Routes routes)
      throws IOException, InterruptedException {
    if (command.startsWith("profile ")) {
      int seconds = Integer.parseInt(command.substring("profile ".length()));
      return Profile.during(() -> TimeUnit.SECONDS.sleep(seconds));
    }
    return switch (command) {
      case "changes" -> routes.measure();
      case "memory" -> String.format(Locale.ROOT, "%.1f %.1f", Memory.heap(), Memory.direct());
      default -> throw new IllegalArgumentException("command: " + command);
    };
  }
}
