package dev.dynogrid.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host app in a process of its own, as its users start it. */
final class HostRun implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;
  private static final Pattern READY =
      Pattern.compile(
          "(?m)^ready .*http://<app>\\.localhost:([0-9]+)/, git at http://localhost:([0-9]+)/.*$");

  private final Process process;
  private final Path output;

  private HostRun(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it with free ports and with its output in a file. */
  static HostRun start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                HostApp.class.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "host", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new HostRun(builder.start(), output);
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits for a text in its output. */
  void await(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!output().contains(text)) {
      assertThat(System.nanoTime()).as("%s in %s", text, output()).isLessThan(end);
      assertThat(process.isAlive() || output().contains(text)).as(output()).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The routing port; waits until it is told. */
  int port() throws IOException, InterruptedException {
    await("key in ");
    Matcher ready = READY.matcher(output());
    assertThat(ready.find()).as(output()).isTrue();
    return Integer.parseInt(ready.group(1));
  }

  /** The answer of an app through the mesh, body and all. */
  String get(String hostName) throws IOException, InterruptedException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + hostName + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** As Ctrl-C and kill do. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end. */
  int status() throws InterruptedException {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
