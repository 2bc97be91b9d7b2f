package dev.dynogrid.benchmarks.mesh;

import dev.dynogrid.benchmarks.Samples;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A steady load of single requests, each on a new connection; times count from the moment in which
 * a request was due.
 */
final class CrowdLoad {
  static final String REQUEST = "GET / HTTP/1.1\r\nHost: " + MeshUnderTest.HOST + "\r\n\r\n";

  private static final int PER_SECOND = 200;
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
  private static final double NANOS_A_MILLI = 1e6;
  private static final long PATIENCE_SECONDS = 60;

  private final EventLoopGroup loops;
  private final int port;
  private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<?>> asked = new ConcurrentLinkedQueue<>();
  private long due;

  private CrowdLoad(EventLoopGroup loops, int port) {
    this.loops = loops;
    this.port = port;
  }

  /** The 99th percentile of the times, in milliseconds. */
  static double p99(EventLoopGroup loops, int port, int seconds)
      throws IOException, InterruptedException {
    return new CrowdLoad(loops, port).run(seconds);
  }

  private double run(int seconds) throws IOException, InterruptedException {
    due = System.nanoTime();
    ScheduledFuture<?> clock =
        loops.next().scheduleAtFixedRate(this::ask, 0, STEP_NANOS, TimeUnit.NANOSECONDS);
    TimeUnit.SECONDS.sleep(seconds); // how long it is measured
    clock.cancel(false);
    await(CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)));
    if (!failures.isEmpty()) {
      throw new IOException(failures.size() + " requests failed", failures.peek());
    }
    Samples samples = new Samples();
    millis.forEach(samples::add);
    return samples.percentile(0.99);
  }

  private void ask() {
    long start = due;
    due += STEP_NANOS;
    asked.add(
        CrowdClient.connect(loops, port)
            .thenCompose(
                client ->
                    client
                        .ask(REQUEST, CrowdLoad::isAnswer)
                        .whenComplete((answer, failure) -> client.close()))
            .handle(
                (answer, failure) -> {
                  if (failure != null) {
                    failures.add(failure);
                  } else {
                    millis.add((System.nanoTime() - start) / NANOS_A_MILLI);
                  }
                  return true;
                }));
  }

  /** Whether this is the whole answer to {@link #REQUEST}. */
  static boolean isAnswer(String read) {
    return read.startsWith("HTTP/1.1 200 ") && read.endsWith("\r\n\r\n" + CrowdOrigin.BODY);
  }

  /** Waits, but not for ever. */
  static void await(CompletableFuture<?> all) throws IOException, InterruptedException {
    try {
      all.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IOException("clients have waited for " + PATIENCE_SECONDS + " s", e);
    }
  }
}
