package dev.dynogrid.benchmarks.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own.
 *
 * @param name as it stands in the table
 * @param process that was started; its children belong to it
 * @param port where it listens on loopback
 */
record Server(String name, Process process, int port) implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Returns when it takes connections. */
  Server awaitListening() throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!takesConnections()) {
      if (System.nanoTime() > until || !process.isAlive()) {
        close();
        throw new IOException(name + " does not listen on port " + port);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return this;
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false; // not yet: that is what is being waited for
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
