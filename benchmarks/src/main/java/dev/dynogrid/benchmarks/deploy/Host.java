package dev.dynogrid.benchmarks.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The example host app, started by its own command. */
final class Host implements AutoCloseable {
  private static final String KEY = "key-of-the-benchmark";
  private static final Pattern READY =
      Pattern.compile(
          "ready in ([0-9]+) ms: apps at http://<app>\\.localhost:([0-9]+)/, git at"
              + " http://localhost:([0-9]+)/.*");

  private final Process process;
  private final long readyMillis;
  private final int port;
  private final int controlPort;

  private Host(Process process, Matcher ready) {
    this.process = process;
    this.readyMillis = Long.parseLong(ready.group(1));
    this.port = Integer.parseInt(ready.group(2));
    this.controlPort = Integer.parseInt(ready.group(3));
  }

  static Host start(Path project, Path data) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                project.resolve("bin/host").toString(),
                "--port",
                "0",
                "--control-port",
                "0",
                "--data",
                data.toString()));
    builder.environment().put("DYNOGRID_API_KEY", KEY);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    Matcher ready = READY.matcher(line == null ? "" : line);
    if (!ready.matches()) {
      throw new IOException("the host did not start: " + line);
    }
    return new Host(process, ready);
  }

  long readyMillis() {
    return readyMillis;
  }

  int port() {
    return port;
  }

  String url(String app) {
    return "http://bench:" + KEY + "@localhost:" + controlPort + "/" + app + ".git";
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(60, TimeUnit.SECONDS).exceptionally(late -> kill()).join();
  }

  private Process kill() {
    return process.destroyForcibly();
  }
}
