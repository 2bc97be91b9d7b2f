package dev.dynogrid.core.build.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.build.site.server.StaticServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as it runs in a slug: a process that has its own classes and nothing else. */
class StaticServerTest {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int LARGE = 8 * 1024 * 1024;

  @TempDir Path app;
  private Process process;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(app.resolve("index.html"), "first");
    Files.write(app.resolve("large.bin"), new byte[LARGE]);
    Path classes = app.resolve(".classes");
    for (String name : BuiltSite.CLASSES) {
      String resource =
          StaticServer.class.getPackageName().replace('.', '/') + "/" + name + ".class";
      Files.createDirectories(classes.resolve(resource).getParent());
      try (InputStream in = StaticServer.class.getClassLoader().getResourceAsStream(resource)) {
        Files.copy(in, classes.resolve(resource));
      }
    }
    Files.writeString(app.resolve(".rules"), "clean\ttrue\n");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-cp",
            classes.toString(),
            StaticServer.class.getName(),
            app.toString(),
            app.resolve(".rules").toString());
    builder.environment().put("PORT", Integer.toString(port));
    process = builder.inheritIO().start();
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  private Socket connect() throws Exception {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (true) {
      try {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
      } catch (ConnectException e) {
        boolean ended = process.waitFor(5, TimeUnit.MILLISECONDS);
        assertThat(ended || System.nanoTime() > until).as("ended, or silent for long").isFalse();
      }
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String all(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return all.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void allItsClassesAreNamed() throws Exception {
    Path folder = Path.of(StaticServer.class.getResource("StaticServer.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("package-info.class"))
          .containsExactlyInAnyOrderElementsOf(
              BuiltSite.CLASSES.stream().map(name -> name + ".class").toList());
    }
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInOrderOnOneConnection() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          "GET / HTTP/1.1\nHost: a\n\nHEAD / HTTP/1.1\nHost: a\n\n"
              + "GET /no HTTP/1.1\nHost: a\nConnection: close\n\n");
      String answers = all(socket);
      assertThat(answers).startsWith("HTTP/1.1 200 ").endsWith("Not found\n");
      assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(3);
      assertThat(answers.split("first", -1)).hasSize(2);
      assertThat(answers).contains("HTTP/1.1 404 ", "Keep-Alive: timeout=60", "Connection: close");
    }
  }

  @Test
  void clientsThatDoNotReadKeepNobodyWaiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        Socket socket = connect();
        slow.add(socket);
        send(socket, "GET /large.bin HTTP/1.1\nHost: a\n\n");
      }
      try (Socket socket = connect()) {
        send(socket, "GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
        assertThat(all(socket)).endsWith("first");
      }
      Socket first = slow.get(0);
      BufferedReader head =
          new BufferedReader(
              new InputStreamReader(first.getInputStream(), StandardCharsets.ISO_8859_1));
      long bytes = 0;
      for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
        assertThat(line).isNotEmpty();
      }
      char[] buffer = new char[65_536];
      while (bytes < LARGE) {
        int count = head.read(buffer);
        assertThat(count).isPositive();
        bytes += count;
      }
      assertThat(bytes).isEqualTo(LARGE);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void whatIsNoRequestIsRefusedAndTheConnectionClosed() throws Exception {
    for (String bad : List.of("HELLO\n\n", "GET / HTTP/1.1\nno colon\n\n", "GET / HTTP/2.0\n\n")) {
      try (Socket socket = connect()) {
        send(socket, bad);
        assertThat(all(socket)).startsWith("HTTP/1.1 400 ");
      }
    }
    try (Socket socket = connect()) {
      send(socket, "GET / HTTP/1.1\nX: " + "x".repeat(40_000) + "\n\n");
      assertThat(all(socket)).startsWith("HTTP/1.1 431 ");
    }
  }
}
