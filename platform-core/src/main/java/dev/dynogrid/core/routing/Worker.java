package dev.dynogrid.core.routing;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A thread that carries requests, and all that belongs to it alone: its client connections, their
 * deadlines, its connections to dynos. Only {@link #loop}, {@link #index} and {@link #close} are
 * for other threads.
 */
final class Worker {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(Limits.WRITE_LOW, Limits.WRITE_HIGH);

  private static final int EVICTED_AT_ONCE = 32;

  private final int index;
  private final EventLoop loop;
  private final Deadlines deadlines;
  private final Bootstrap connector;
  private final RecentRequests recent = new RecentRequests();
  private final Set<ClientConnection> clients = new HashSet<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean closing;

  Worker(
      int index,
      EventLoop loop,
      Class<? extends SocketChannel> channel,
      AddressResolverGroup<InetSocketAddress> names) {
    this.index = index;
    this.loop = loop;
    this.deadlines = new Deadlines(loop);
    this.connector =
        new Bootstrap()
            .group(loop)
            .channel(channel)
            .resolver(names)
            .option(ChannelOption.TCP_NODELAY, true)
            // A dyno may answer and close before it has read all: what it said is still read then.
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
  }

  int index() {
    return index;
  }

  EventLoop loop() {
    return loop;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  RecentRequests recent() {
    return recent;
  }

  /** Connects to a dyno; what comes of it is told on this worker's thread. */
  ChannelFuture connect(InetSocketAddress address, Duration timeout, ChannelHandler handler) {
    int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    return connector
        .clone()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
        .handler(handler)
        .connect(address);
  }

  /**
   * Closes some connections that only wait, those first that have waited longest; a batch at a
   * time, since finding them takes a look at all.
   */
  void makeRoom(ClientConnection newest) {
    PriorityQueue<ClientConnection> longest =
        new PriorityQueue<>(Comparator.comparingLong(ClientConnection::waitsUntil).reversed());
    for (ClientConnection client : clients) {
      if (client.onlyWaits() && client != newest) {
        longest.add(client);
        if (longest.size() > EVICTED_AT_ONCE) {
          longest.remove();
        }
      }
    }
    longest.forEach(ClientConnection::abort);
    if (longest.isEmpty()) {
      newest.abort();
    }
  }

  void opened(ClientConnection client) {
    clients.add(client);
    if (closing) {
      client.goAway();
    }
  }

  void closed(ClientConnection client) {
    clients.remove(client);
    tellIfEmpty();
  }

  boolean isClosing() {
    return closing;
  }

  /**
   * Ends what is idle; the rest when it is done. From any thread; the future tells when all are.
   */
  CompletableFuture<Void> close() {
    loop.execute(
        () -> {
          closing = true;
          List.copyOf(clients).forEach(ClientConnection::goAway);
          tellIfEmpty();
        });
    return ended;
  }

  private void tellIfEmpty() {
    if (closing && clients.isEmpty()) {
      ended.complete(null);
    }
  }

  /** Ends everything. */
  void abort() {
    List.copyOf(clients).forEach(ClientConnection::cut);
  }
}
