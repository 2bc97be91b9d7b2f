package dev.dynogrid.core.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A steady stream of requests, each on a connection of its own, until it is closed. */
public final class Load implements AutoCloseable {
  private static final int CLIENTS = 64;

  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

  private Load() {}

  public static Load on(MeshClient mesh, String host, String path, int requestsPerSecond) {
    Load load = new Load();
    load.clock.scheduleAtFixedRate(
        () -> load.clients.execute(() -> load.ask(mesh, host, path)),
        0,
        TimeUnit.SECONDS.toNanos(1) / requestsPerSecond,
        TimeUnit.NANOSECONDS);
    return load;
  }

  private void ask(MeshClient mesh, String host, String path) {
    try {
      MeshClient.Response response = mesh.get(host, path);
      if (response.status() == 200) {
        answered.incrementAndGet();
      } else {
        errors.add(response.status() + " " + response.headers() + " " + response.body());
      }
    } catch (IOException e) {
      errors.add(e.toString());
    }
  }

  public long answered() {
    return answered.get();
  }

  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Ends the stream and waits for the last answers. */
  @Override
  public void close() throws InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the load's clock does not end");
    }
    clients.shutdown();
    if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
      errors.add("some requests were not answered within 60 seconds");
      clients.shutdownNow();
    }
  }
}
