package dev.dynogrid.core.build.site.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Serves a site on {@code $PORT} until the process ends, by one thread that never waits for one.
 */
public final class StaticServer {
  private static final int MOST_CONNECTIONS = 4_000;
  private static final int BACKLOG = 512;
  private static final long SWEEP_MILLIS = 1_000;

  private final Site site;
  private final Selector selector;
  private final ServerSocketChannel server;
  private final SelectionKey accepting;

  private StaticServer(Site site, int port) throws IOException {
    this.site = site;
    this.selector = Selector.open();
    this.server = ServerSocketChannel.open();
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    server.configureBlocking(false);
    server.bind(new InetSocketAddress(port), BACKLOG);
    this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * Serves.
   *
   * @param arguments the folder of the site, and the file of its rules as {@link SiteRules#parse}
   *     reads them; without one, the usual ones
   */
  public static void main(String[] arguments) throws IOException {
    SiteRules rules =
        arguments.length > 1
            ? SiteRules.parse(Files.readAllLines(Path.of(arguments[1])))
            : SiteRules.USUAL;
    int port = Integer.parseInt(System.getenv("PORT"));
    new StaticServer(new Site(Path.of(arguments[0]), rules), port).run();
  }

  private void run() throws IOException {
    long swept = System.nanoTime();
    while (server.isOpen()) {
      selector.select(SWEEP_MILLIS);
      long now = System.nanoTime();
      for (SelectionKey key : selector.selectedKeys()) {
        serve(key, now);
      }
      selector.selectedKeys().clear();
      if (now - swept > SWEEP_MILLIS * 1_000_000) {
        swept = now;
        closeIdle(now);
      }
      boolean room = selector.keys().size() <= MOST_CONNECTIONS;
      accepting.interestOps(room ? SelectionKey.OP_ACCEPT : 0);
    }
  }

  private void serve(SelectionKey key, long now) throws IOException {
    if (!key.isValid()) {
      return;
    } else if (key.attachment() instanceof SiteConnection connection) {
      try {
        connection.go(key, now);
      } catch (IOException e) {
        // The client has gone away, or its file has: either way there is nobody to be told.
        connection.close();
      }
    } else {
      accept(now);
    }
  }

  private void accept(long now) throws IOException {
    for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.register(selector, SelectionKey.OP_READ, new SiteConnection(site, client, now));
    }
  }

  private void closeIdle(long now) throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof SiteConnection connection && connection.isIdle(now)) {
        connection.close();
      }
    }
  }
}
