package dev.dynogrid.core.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that keep their connections, and ask by GET and POST in turn, with pauses in which
 * servers close connections. No two requests have the same path.
 */
public final class KeptLoad implements AutoCloseable {
  /** Clients. */
  public static final int CONNECTIONS = 24;

  private static final int LONGEST_PAUSE_MILLIS = 1_500;

  private final MeshClient mesh;
  private final String host;
  private final Queue<String> failedGets = new ConcurrentLinkedQueue<>();
  private final Queue<String> failedPosts = new ConcurrentLinkedQueue<>();
  private final AtomicLong answeredGets = new AtomicLong();
  private final AtomicLong answeredPosts = new AtomicLong();
  private final ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
  private volatile boolean closing;

  private KeptLoad(MeshClient mesh, String host) {
    this.mesh = mesh;
    this.host = host;
  }

  public static KeptLoad on(MeshClient mesh, String host) {
    KeptLoad load = new KeptLoad(mesh, host);
    for (int i = 0; i < CONNECTIONS; i++) {
      int client = i;
      load.clients.execute(() -> load.ask(client));
    }
    return load;
  }

  private void ask(int client) {
    Random random = new Random(client);
    // Half of them ask as often as they can, within reason; so each dyno has some under way.
    int longest = client % 2 == 0 ? LONGEST_PAUSE_MILLIS : 50;
    try (MeshClient.Kept connection = mesh.keep(host)) {
      for (int i = 0; !closing; i++) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(longest)); // the pauses are the load
        boolean post = i % 2 == 0;
        MeshClient.Response response =
            connection.ask(post ? "POST" : "GET", "/" + client + "-" + i);
        count(post, response);
      }
    } catch (IOException e) {
      failedGets.add("client " + client + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(boolean post, MeshClient.Response response) {
    String code = response.headers().getOrDefault("x-dynogrid-error", "");
    if (response.status() == 200) {
      (post ? answeredPosts : answeredGets).incrementAndGet();
    } else {
      (post ? failedPosts : failedGets).add(response.status() + " " + code);
    }
  }

  public long answeredGets() {
    return answeredGets.get();
  }

  public long answeredPosts() {
    return answeredPosts.get();
  }

  /** Those that were answered by an error, and connections that were cut. */
  public List<String> failedGets() {
    return List.copyOf(failedGets);
  }

  /** Those that were answered by an error: status and code. */
  public List<String> failedPosts() {
    return List.copyOf(failedPosts);
  }

  /** Ends the load and waits for the last answers. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    clients.shutdown();
    if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
      failedGets.add("some requests were not answered within 60 seconds");
      clients.shutdownNow();
    }
  }
}
