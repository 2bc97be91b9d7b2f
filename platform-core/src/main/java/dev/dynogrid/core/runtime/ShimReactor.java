package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that hears all shims. */
final class ShimReactor {
  private static final Logger log = LoggerFactory.getLogger(ShimReactor.class);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Selector selector;
  private final Thread thread;
  private volatile boolean closing;

  ShimReactor(String threadName) {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.thread = new Thread(this::run, threadName);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Connects to the socket of a shim.
   *
   * @throws IOException if there is none, or none that answers
   */
  ShimChannel connect(Path socket, ShimChannel.Listener listener) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    ShimChannel shim = new ShimChannel(channel, listener, this);
    post(() -> register(shim));
    return shim;
  }

  private void register(ShimChannel shim) {
    try {
      shim.channel().register(selector, shim.interestOps(), shim);
    } catch (IOException e) {
      end(shim);
    }
  }

  /** What the channel waits for has changed. */
  void interest(ShimChannel shim) {
    post(
        () -> {
          @Nullable SelectionKey key = shim.channel().keyFor(selector);
          if (key != null && key.isValid()) {
            key.interestOps(shim.interestOps());
          }
        });
  }

  /** Ends a connection without telling its listener. */
  void close(ShimChannel shim) {
    post(() -> closeQuietly(shim));
  }

  private void post(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        selector.select();
        for (@Nullable Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        selector.selectedKeys().forEach(this::ready);
        selector.selectedKeys().clear();
      }
    } catch (ClosedSelectorException e) {
      log.debug("closed");
    } catch (IOException e) {
      log.error("shims cannot be heard any more", e);
    }
  }

  private void ready(SelectionKey key) {
    ShimChannel shim = (ShimChannel) key.attachment();
    try {
      if (!shim.ready(key)) {
        end(shim);
      } else if (key.isValid()) {
        key.interestOps(shim.interestOps());
      }
    } catch (IOException | RuntimeException e) {
      log.debug("connection to a shim ended", e);
      end(shim);
    }
  }

  /** A connection that we end ourselves is no sign that its shim has ended. */
  private void end(ShimChannel shim) {
    closeQuietly(shim);
    if (!closing) {
      shim.ended();
    }
  }

  private static void closeQuietly(ShimChannel shim) {
    try {
      shim.channel().close();
    } catch (IOException e) {
      log.debug("could not close a connection to a shim", e);
    }
  }

  void close() {
    closing = true;
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      log.warn("could not close the connections to shims", e);
    }
  }
}
