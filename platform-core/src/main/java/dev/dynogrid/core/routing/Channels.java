package dev.dynogrid.core.routing;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * What is done to connections without asking how it went: should it fail, the connection closes,
 * and its handler hears of that.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Channels {
  private Channels() {}

  static void write(Channel channel, Object message) {
    channel.write(message, channel.voidPromise());
  }

  static void close(Channel channel) {
    channel.close();
  }

  static void closeAfterFlush(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Says that nothing more comes, and leaves the other direction open. */
  static void endOutputAfterFlush(Channel channel) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(done -> ((DuplexChannel) channel).shutdownOutput());
  }

  /** Runs something on a worker's thread; if that has ended, so have all its connections. */
  static void run(EventLoop loop, Runnable task) {
    if (!loop.isShuttingDown()) {
      loop.execute(task);
    }
  }

  static void later(EventLoop loop, Runnable task, long nanos) {
    if (!loop.isShuttingDown()) {
      loop.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
  }

  /** Bytes that have been written and are not yet with the system. */
  static long pendingBytes(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  /**
   * Reads what comes, or leaves it to the system until the other side of an exchange can take it.
   */
  static void read(Channel channel, boolean on) {
    boolean ended = on && ((DuplexChannel) channel).isInputShutdown(); // nothing comes any more
    if (channel.config().isAutoRead() != on && !ended) {
      channel.config().setAutoRead(on);
    }
  }
}
