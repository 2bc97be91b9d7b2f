package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One connection to a shim. Reads on the reactor; anything may be sent from any thread. */
final class ShimChannel {
  private static final int PIECE = 65_536;

  private final SocketChannel channel;
  private final Listener listener;
  private final ShimReactor reactor;
  private final ShimFrames frames = new ShimFrames();
  private final Deque<ByteBuffer> toSend = new ArrayDeque<>();
  private volatile boolean paused;

  /** Hears what a shim says, on the reactor's thread. */
  interface Listener {
    void said(ShimFrames.Frame frame);

    /** The connection has ended, with or without an exit frame before. */
    void closed();
  }

  ShimChannel(SocketChannel channel, Listener listener, ShimReactor reactor) {
    this.channel = channel;
    this.listener = listener;
    this.reactor = reactor;
  }

  SocketChannel channel() {
    return channel;
  }

  void attach(long offset) {
    send("A " + offset + "\n");
  }

  void stop(long graceMillis) {
    send("S " + graceMillis + "\n");
  }

  void resize(int columns, int rows) {
    send("W " + columns + " " + rows + "\n");
  }

  void endInput() {
    send("E\n");
  }

  void input(byte[] data, int offset, int count) {
    byte[] head = ("I " + count + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer message = ByteBuffer.allocate(head.length + count);
    message.put(head).put(data, offset, count).flip();
    send(message);
  }

  private void send(String text) {
    send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private void send(ByteBuffer message) {
    synchronized (toSend) {
      toSend.add(message);
    }
    reactor.interest(this);
  }

  /** Stops or goes on reading, which in the end stops the dyno that writes. */
  void pause(boolean on) {
    paused = on;
    reactor.interest(this);
  }

  int interestOps() {
    synchronized (toSend) {
      return (paused ? 0 : SelectionKey.OP_READ) | (toSend.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    }
  }

  /** On the reactor: sends what can be sent, reads what is there; false at the end. */
  boolean ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      write();
    }
    return !key.isReadable() || read();
  }

  private void write() throws IOException {
    synchronized (toSend) {
      while (!toSend.isEmpty()) {
        channel.write(toSend.peek());
        if (toSend.peek().hasRemaining()) {
          return;
        }
        toSend.remove();
      }
    }
  }

  private boolean read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    int count = channel.read(bytes);
    if (count < 0) {
      return false;
    }
    frames.add(bytes.flip());
    for (Optional<ShimFrames.Frame> frame = frames.next();
        frame.isPresent();
        frame = frames.next()) {
      listener.said(frame.get());
    }
    return true;
  }

  void ended() {
    listener.closed();
  }

  void close() {
    reactor.close(this);
  }
}
