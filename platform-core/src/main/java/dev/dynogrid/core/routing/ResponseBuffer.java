package dev.dynogrid.core.routing;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/**
 * What of responses waits for a client that reads slowly: up to 1 MB, so that its dyno is free for
 * others, as long as all such clients together do not wait for too much; then far less. Confined to
 * the thread of the client's worker.
 */
final class ResponseBuffer {
  static final WriteBufferWaterMark USUAL =
      new WriteBufferWaterMark(Limits.RESPONSE_LOW, Limits.RESPONSE_HIGH);
  private static final WriteBufferWaterMark SHORT =
      new WriteBufferWaterMark(Limits.SHORT_LOW, Limits.SHORT_HIGH);

  private final Channel channel;
  private final SharedMemory memory;
  private long booked;
  private boolean narrow;

  ResponseBuffer(Channel channel, SharedMemory memory) {
    this.channel = channel;
    this.memory = memory;
  }

  /** Something was written. */
  void wrote() {
    long waiting = Channels.pendingBytes(channel);
    if (waiting >= booked + Limits.SHORT_HIGH) {
      book(waiting);
      widen(!memory.isShort());
    }
  }

  /** The client can take more, or no more. */
  void writabilityChanged() {
    if (booked > 0) {
      book(Channels.pendingBytes(channel));
    }
    if (channel.isWritable()) {
      widen(!memory.isShort());
    }
  }

  /** What waits now is all that waits. */
  void responseEnds() {
    if (booked > 0) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> writabilityChanged());
    }
  }

  void close() {
    book(0);
  }

  private void book(long bytes) {
    memory.add(bytes - booked);
    booked = bytes;
  }

  private void widen(boolean wide) {
    if (wide == narrow) {
      narrow = !wide;
      channel.config().setWriteBufferWaterMark(wide ? USUAL : SHORT);
    }
  }
}
