package dev.dynogrid.core.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A platform in a process of its own, which can be killed. */
public final class HostProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;
  private final int meshPort;
  private final int controlPort;

  private HostProcess(Process process, BufferedReader lines, int meshPort, int controlPort) {
    this.process = process;
    this.lines = lines;
    this.meshPort = meshPort;
    this.controlPort = controlPort;
  }

  /** Starts a platform on free ports, and returns when it is ready. */
  public static HostProcess start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HostMain.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String ready = lines.readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      throw new IOException("the platform did not start: " + ready);
    }
    String[] ports = ready.split(" ");
    return new HostProcess(process, lines, Integer.parseInt(ports[1]), Integer.parseInt(ports[2]));
  }

  public MeshClient mesh() {
    return new MeshClient(meshPort);
  }

  public String url(String app) {
    return "http://test:" + TestPlatform.KEY + "@localhost:" + controlPort + "/" + app + ".git";
  }

  /** Tells the platform to do something, and returns its answer. */
  public String ask(String command) throws IOException {
    tell(command);
    return lines.readLine();
  }

  /** Tells the platform to do something, and does not wait. */
  public void tell(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** What {@link #tell} was answered; null if the platform died before. */
  public String answer() throws IOException {
    return lines.readLine();
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process does not die");
    }
  }

  /** Ends the platform with all its dynos. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (process.isAlive()) {
      tell("close");
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
