package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final long BODY = 200L * MEGABYTE;

  /** Far less than a body, far more than what a connection's buffers may hold. */
  private static final long MEMORY = 24L * MEGABYTE;

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aBigResponseToASlowReaderTakesConstantMemory() throws IOException {
    AtomicLong written = new AtomicLong();
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
                  byte[] part = new byte[MEGABYTE];
                  for (long sent = 0; sent < BODY; sent += part.length) {
                    connection.out().write(part);
                    written.addAndGet(part.length);
                  }
                });
        RawClient client = new RawClient(mesh.endpoint, 64 * 1024)) {
      mesh.serve(dyno);
      long before = memory();
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      settled(written);
      assertThat(written.get())
          .as("what the dyno could write, nobody reading")
          .isLessThan(BODY / 4);
      assertThat(memory() - before).isLessThan(MEMORY);
      for (String line = RawMessage.line(client.in()); !line.isEmpty(); ) {
        line = RawMessage.line(client.in());
      }
      assertThat(count(client.in(), BODY, before)).isEqualTo(BODY);
      assertThat(mesh.line()).contains(" bytes=" + BODY + " ");
    }
  }

  @Test
  void aBigRequestToASlowDynoTakesConstantMemory() throws Exception {
    CompletableFuture<Void> read = new CompletableFuture<>();
    AtomicLong written = new AtomicLong();
    CompletableFuture<Long> arrived = new CompletableFuture<>();
    long before = memory();
    try (TestDyno dyno =
            TestDyno.afterHead(
                (request, connection) -> {
                  read.get();
                  arrived.complete(count(connection.in(), BODY, before));
                  connection.send(TestDyno.ok("all"));
                });
        RawClient client = mesh.client()) {
      mesh.serve(dyno);
      client.send("PUT / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + BODY + "\r\n\r\n");
      Thread sender = new Thread(() -> write(client, written));
      sender.start();
      TestMesh.eventually(() -> written.get() > 0);
      settled(written);
      assertThat(written.get()).as("what could be written, nobody reading").isLessThan(BODY / 4);
      read.complete(null);
      assertThat(client.read().body()).isEqualTo("all");
      assertThat(arrived.get()).isEqualTo(BODY);
      sender.join();
    }
  }

  private static void write(RawClient client, AtomicLong written) {
    byte[] part = new byte[MEGABYTE];
    try {
      while (written.get() < BODY) {
        client.out().write(part);
        written.addAndGet(part.length);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(InputStream in, long bytes, long before) throws IOException {
    byte[] part = new byte[64 * 1024];
    long count = 0;
    int looks = 0;
    while (count < bytes) {
      int read = in.read(part, 0, (int) Math.min(part.length, bytes - count));
      if (read < 0) {
        return count;
      }
      count += read;
      if (looks++ % 100 == 0) {
        assertThat(memory() - before).isLessThan(MEMORY);
      }
    }
    return count;
  }

  /** Waits until a number has not changed for 100 ms. */
  private static void settled(AtomicLong number) {
    long[] last = {number.get(), System.nanoTime()};
    TestMesh.eventually(
        () -> {
          long now = number.get();
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return now > 0 && System.nanoTime() - last[1] > 100_000_000;
        });
  }

  private static long memory() {
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }
}
