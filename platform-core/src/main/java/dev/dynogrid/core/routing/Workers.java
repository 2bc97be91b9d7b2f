package dev.dynogrid.core.routing;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The threads of a mesh, {@code dynogrid-mesh-<n>}: on epoll where there is one, else on NIO. */
final class Workers {
  private static final long LONGEST_END_SECONDS = 5;

  private final MultiThreadIoEventLoopGroup group;
  private final Class<? extends ServerSocketChannel> serverChannel;
  private final NameLookup names = new NameLookup();
  private final List<Worker> workers = new ArrayList<>();
  private final Map<EventLoop, Worker> byLoop;

  Workers(int count) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends SocketChannel> channel =
        epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    serverChannel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    group = new MultiThreadIoEventLoopGroup(count, threads(), io);
    for (EventExecutor executor : group) {
      workers.add(new Worker(workers.size(), (EventLoop) executor, channel, names));
    }
    byLoop = workers.stream().collect(Collectors.toMap(Worker::loop, Function.identity()));
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "dynogrid-mesh-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  MultiThreadIoEventLoopGroup group() {
    return group;
  }

  Class<? extends ServerSocketChannel> serverChannel() {
    return serverChannel;
  }

  int count() {
    return workers.size();
  }

  List<Worker> all() {
    return workers;
  }

  Worker of(EventLoop loop) {
    Worker worker = byLoop.get(loop);
    if (worker == null) {
      throw new IllegalArgumentException("not an event loop of this mesh");
    }
    return worker;
  }

  /** A thread for what belongs to none. */
  EventLoop any() {
    return group.next();
  }

  /** Ends the threads; returns when they have ended. */
  void close() {
    group.shutdownGracefully(0, LONGEST_END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    names.close();
  }
}
