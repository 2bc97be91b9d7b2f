package dev.dynogrid.core.routing;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
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

  /** Changes whenever bytes are added or go out. */
  static long pendingBytes(Channel channel) {
    return channel.isWritable()
        ? Limits.WRITE_HIGH + 1 - channel.bytesBeforeUnwritable()
        : Limits.WRITE_LOW - 1 + channel.bytesBeforeWritable();
  }

  /**
   * Reads what comes, or leaves it to the system until the other side of an exchange can take it.
   */
  static void read(Channel channel, boolean on) {
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }
}
