package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of {@code wrk} measured.
 *
 * @param requests that were answered
 * @param medianMicros of the time from a request to the end of its response
 */
record Wrk(long requests, double medianMicros) {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern MEDIAN = Pattern.compile("50%\\s+([0-9.]+)(us|ms|s)");
  private static final Pattern FAILURES =
      Pattern.compile("Non-2xx or 3xx responses: \\d+|Socket errors: .*");

  /** Asks a server for one path, over connections that are kept. */
  static Wrk run(int port, String path, int connections, int seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "wrk",
                    "--latency",
                    "-t1",
                    "-c" + connections,
                    "-d" + seconds + "s",
                    "-H",
                    "Host: " + MeshUnderTest.HOST,
                    "http://127.0.0.1:" + port + path))
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher requests = REQUESTS.matcher(printed);
    Matcher median = MEDIAN.matcher(printed);
    if (!requests.find() || !median.find() || FAILURES.matcher(printed).find()) {
      throw new IOException("wrk failed:\n" + printed);
    }
    return new Wrk(Long.parseLong(requests.group(1)), micros(median));
  }

  private static double micros(Matcher time) {
    double value = Double.parseDouble(time.group(1));
    return switch (time.group(2)) {
      case "us" -> value;
      case "ms" -> value * 1e3;
      default -> value * 1e6;
    };
  }
}
