package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to WebSockets when something is deployed. */
class WebSocketsIT {
  private static final Duration DRAIN = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** A text frame "hi", and a close frame that says 1001. */
  private static final byte[] HI = {(byte) 0x81, 2, 'h', 'i'};

  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  /** Switches protocols and sends back what it gets; it does not end by itself. */
  private static final String ECHO =
      """
      const http = require('http');
      const server = http.createServer((req, res) => res.end('plain RELEASE'));
      server.on('upgrade', (req, socket, head) => {
        socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\n' +
          'Upgrade: websocket\\r\\nX-Release: RELEASE\\r\\n\\r\\n');
        socket.write(head);
        socket.on('data', data => socket.write(data));
        socket.on('error', () => {});
      });
      server.listen(process.env.PORT);
      process.on('SIGTERM', () => {});
      """;

  @TempDir Path folder;

  private static GitRepo echo(GitRepo repo, String release) throws IOException {
    return repo.write("server.js", ECHO.replace("RELEASE", release))
        .write("Procfile", "web: exec node server.js\n");
  }

  private static void deploy(GitRepo repo) throws IOException, InterruptedException {
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
  }

  @Test
  void oneAppsSocketsSurviveDeploysOfOthersAndAreToldBeforeTheyEndByTheirOwn() throws Exception {
    Samples.needProgram("node");
    try (TestPlatform platform =
        TestPlatform.start(
            folder, builder -> builder.limits(TestPlatform.limits().withStopTimes(DRAIN, GRACE)))) {
      GitRepo sockets = platform.repo("sockets");
      GitRepo other = platform.repo("other");
      deploy(echo(sockets, "1"));
      try (Ws first = new Ws(platform, "sockets")) {
        assertThat(first.head).contains("X-Release: 1");
        for (String text : new String[] {"a", "b"}) {
          deploy(Apps.web(other, text));
          assertThat(first.echo(HI)).isEqualTo(HI);
        }
        platform.platform().config().set(platform.app("other"), Map.of("GREETING", "c"));
        platform.platform().formation().scale(platform.app("other"), "web", 2);
        assertThat(first.echo(HI)).isEqualTo(HI);

        deploy(echo(sockets, "2"));
        try (Ws second = new Ws(platform, "sockets")) {
          assertThat(second.head).contains("X-Release: 2");
          assertThat(first.echo(HI)).as("within the drain time").isEqualTo(HI);
          assertThat(first.read(4)).isEqualTo(GOING_AWAY);
          assertThat(first.read(1)).as("the end").isEmpty();
          assertThat(second.echo(HI)).isEqualTo(HI);
        }
      }
    }
  }

  /** A connection that has been upgraded. */
  private static final class Ws implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final String head;

    Ws(TestPlatform platform, String app) throws IOException {
      socket = new Socket("127.0.0.1", platform.platform().addresses().mesh().port());
      socket.setSoTimeout(20_000);
      in = new BufferedInputStream(socket.getInputStream());
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: "
                      + app
                      + ".localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder read = new StringBuilder();
      while (read.indexOf("\r\n\r\n") < 0) {
        int c = in.read();
        assertThat(c).as("closed after: " + read).isNotNegative();
        read.append((char) c);
      }
      head = read.toString();
    }

    byte[] echo(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      return read(bytes.length);
    }

    byte[] read(int length) throws IOException {
      return in.readNBytes(length);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
