package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static dev.dynogrid.core.routing.TestMesh.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send or read slowly hold no dyno that others need. */
class SlowClientsTest {
  private static final int MEGABYTE = 1024 * 1024;

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aReaderThatDoesNotReadFreesItsDyno() {
    String body = "x".repeat(900_000);
    try (TestDyno dyno = TestDyno.saying(body);
        RawClient slow = new RawClient(mesh.endpoint, 8 * 1024)) {
      mesh.with(settings(1, 0, Duration.ofSeconds(10))).serve(dyno);
      slow.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      mesh.line();
      TestMesh.eventually(() -> mesh.traffic().inFlight().isEmpty());
      assertThat(mesh.get("/").body()).hasSize(body.length());
      assertThat(slow.read().body()).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 10\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\na\r\n"})
  void sendersThatDoNotSendHoldNoDynoOfABusyApp(String head) {
    try (TestDyno dyno = TestDyno.answering((r, c) -> c.send(TestDyno.ok("got " + r.body())))) {
      mesh.with(settings(4, 50, Duration.ofSeconds(10))).serve(dyno);
      List<RawClient> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(mesh.client());
        slow.get(i).send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\n" + head + "12345");
      }
      for (int i = 0; i < 50; i++) {
        assertThat(mesh.get("/").body()).isEqualTo("got ");
      }
      String end = head.startsWith("Content") ? "67890" : "67890\r\n0\r\n\r\n";
      slow.forEach(client -> client.send(end));
      for (RawClient client : slow) {
        assertThat(client.read().body()).isEqualTo("got 1234567890");
        client.close();
      }
    }
  }

  @Test
  void aSenderThatFallsSilentBeforeADynoWasPickedIsH28() {
    mesh.with(settings(1, 0, Duration.ofMillis(150)));
    try (TestDyno dyno = TestDyno.saying("Hello");
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 10\r\n\r\n12345");
      assertThat(client.isClosed()).isTrue();
      assertThat(mesh.line()).startsWith("at=error code=H28 ").contains(" dyno= connect= ");
      assertThat(dyno.connections()).isZero();
    }
  }

  @Test
  void allSlowReadersTogetherAreGivenSoMuchAndNoMore() {
    SharedMemory memory = new SharedMemory(3L * MEGABYTE);
    List<EmbeddedChannel> channels = new ArrayList<>();
    List<ResponseBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      EmbeddedChannel channel = new EmbeddedChannel();
      channel.config().setWriteBufferWaterMark(ResponseBuffer.USUAL);
      ResponseBuffer buffer = new ResponseBuffer(channel, memory);
      while (channel.isWritable()) {
        channel.write(Unpooled.wrappedBuffer(new byte[16 * 1024]));
        buffer.wrote();
      }
      channels.add(channel);
      buffers.add(buffer);
    }
    assertThat(memory.used()).isBetween(3L * MEGABYTE, 5L * MEGABYTE);
    buffers.forEach(ResponseBuffer::close);
    assertThat(memory.used()).isZero();
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }
}
