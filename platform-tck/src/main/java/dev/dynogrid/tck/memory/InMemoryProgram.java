package dev.dynogrid.tck.memory;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What an in-memory dyno runs, on a thread of its own. A signal interrupts that thread: whoever
 * lets {@link InterruptedException} through has ended by the signal. A program that swallows it
 * cannot be killed: nothing in a JVM can.
 */
@FunctionalInterface
public interface InMemoryProgram {
  /**
   * Runs.
   *
   * @return the exit status
   */
  int run(InMemoryProcess process) throws Exception;

  /** Waits for the end. */
  static InMemoryProgram idle() {
    return process -> {
      process.awaitSignal();
      return 0;
    };
  }

  /** Ends at once with a status: a release that fails its check, a crash. */
  static InMemoryProgram exits(int status) {
    return process -> status;
  }

  /** Serves HTTP on {@code $PORT}, on a real socket. */
  static InMemoryProgram web(HttpHandler handler) {
    return process -> serve(process, handler);
  }

  /** Serves HTTP, and answers every request with a text. */
  static InMemoryProgram saying(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return web(
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  /** The same, but for a boot that takes longer. */
  default InMemoryProgram after(Duration boot) {
    return process -> {
      process.pause(boot);
      return run(process);
    };
  }

  /** The same until so long after its start; then it crashes. */
  default InMemoryProgram crashingAfter(Duration life, int status) {
    return process -> {
      process.exitAfter(life, status);
      return run(process);
    };
  }

  private static int serve(InMemoryProcess process, HttpHandler handler) throws Exception {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "dynogrid-memory-web");
              thread.setDaemon(true);
              return thread;
            });
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port()), 0);
    try {
      server.createContext("/", handler);
      server.setExecutor(threads);
      server.start();
      process.listens();
      process.awaitSignal();
      return 0;
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
