package dev.dynogrid.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host app as its users meet it: one line when it serves, one line when it cannot. */
class HostAppIT {
  private static final Path SAMPLES = Path.of("../sample-apps");

  @TempDir Path folder;

  @Test
  void itDeploysAFolderAndServesItUntilItIsToldToEnd() throws Exception {
    try (HostRun host = start("--deploy", SAMPLES.resolve("java-hello").toString())) {
      host.await("deployed java-hello: http://java-hello.localhost:" + host.port() + "/");
      assertThat(host.output()).contains("-----> Java app detected", "Released v1");
      assertThat(host.get("java-hello.localhost")).endsWith("Hello from Dynogrid\n");
      Path key = folder.resolve("data/api-key");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      host.terminate();
      assertThat(host.status()).isZero();
      assertThat(host.output()).endsWith("stopped\n");
    }
    try (Stream<Path> left = Files.list(folder.resolve("data/run/d"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theKeyCanBeSetByTheEnvironment() throws Exception {
    try (HostRun host = start(Map.of("DYNOGRID_API_KEY", "a-key-of-mine"))) {
      host.port();
      assertThat(folder.resolve("data/api-key")).hasContent("a-key-of-mine\n");
    }
  }

  @Test
  void aPortInUseIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      refused(run("--data", data(), "--control-port", "0", "--port", port), port);
      refused(run("--data", data(), "--port", "0", "--control-port", port), port);
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsOneClearLine() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    refused(
        run("--port", "0", "--control-port", "0", "--data", file.toString()),
        "cannot use the data directory: " + file);
  }

  @Test
  void aDataDirectoryInUseIsOneClearLineWithThePidOfItsUser() throws Exception {
    try (HostRun first = start()) {
      first.port();
      refused(
          run("--port", "0", "--control-port", "0", "--data", data()),
          "is in use by the platform with pid ");
    }
  }

  @Test
  void aProgramThatAnAppNeedsAndIsMissingIsOneClearLine() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    for (String program : List.of("git", "perl", "sh")) {
      Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
    }
    Path app = SAMPLES.resolve("rack-hello");
    try (HostRun host = start(Map.of("PATH", programs.toString()), "--deploy", app.toString())) {
      refused(host, "ruby not found: install it (Debian: ruby), for " + app);
    }
  }

  @Test
  void whatCannotBeTakenOnTheCommandLineIsNamed() throws Exception {
    refused(run("--port", "70000"), "--port: 70000 (expected: 0 to 65535)");
    refused(run("--deploy", "/nowhere"), "--deploy: /nowhere (expected: a folder)");
    refused(run("--data"), "--data: no value (expected: one after it)");
    HostRun unknown = run("--prot", "1");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.output()).startsWith("error: unknown option: --prot").contains("usage:");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private HostRun start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  private HostRun start(Map<String, String> environment, String... arguments) throws IOException {
    String[] all =
        Stream.concat(
                Stream.of("--port", "0", "--control-port", "0", "--data", data()),
                Stream.of(arguments))
            .toArray(String[]::new);
    return HostRun.start(folder, environment, all);
  }

  private HostRun run(String... arguments) throws IOException {
    return HostRun.start(folder, Map.of(), arguments);
  }

  private static void refused(HostRun host, String reason) throws Exception {
    assertThat(host.status()).isEqualTo(1);
    assertThat(host.output().lines().toList())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(reason);
  }
}
