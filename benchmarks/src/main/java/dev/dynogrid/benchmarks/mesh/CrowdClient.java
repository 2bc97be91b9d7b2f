package dev.dynogrid.benchmarks.mesh;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One of many clients: sends bytes, and waits for those that end an answer. */
final class CrowdClient extends ChannelInboundHandlerAdapter {
  private static final int CONNECT_MILLIS = 10_000;

  private final CompletableFuture<CrowdClient> connected = new CompletableFuture<>();
  private final StringBuilder read = new StringBuilder();
  private Predicate<String> isWhole = text -> false;
  private @Nullable CompletableFuture<String> answer;
  private @Nullable Channel channel;

  private CrowdClient() {}

  static CompletableFuture<CrowdClient> connect(EventLoopGroup loops, int port) {
    CrowdClient client = new CrowdClient();
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(client)
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .addListener(
            result -> {
              if (!result.isSuccess()) {
                client.connected.completeExceptionally(result.cause());
              }
            });
    return client.connected;
  }

  /** Sends something, and gives what came back once it is whole; fails if the connection ends. */
  CompletableFuture<String> ask(String bytes, Predicate<String> whole) {
    CompletableFuture<String> asked = new CompletableFuture<>();
    channel()
        .eventLoop()
        .execute(
            () -> {
              read.setLength(0);
              isWhole = whole;
              answer = asked;
              if (channel().isActive()) {
                send(bytes);
              } else {
                fail();
              }
            });
    return asked;
  }

  void send(String bytes) {
    channel().writeAndFlush(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
  }

  boolean isOpen() {
    return channel().isActive();
  }

  void close() {
    channel().close();
  }

  private Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    connected.complete(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    read.append(bytes.toString(StandardCharsets.ISO_8859_1));
    bytes.release();
    CompletableFuture<String> waiting = answer;
    if (waiting != null && isWhole.test(read.toString())) {
      answer = null;
      waiting.complete(read.toString());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail();
  }

  private void fail() {
    if (answer != null) {
      answer.completeExceptionally(new IOException("closed after: " + read));
      answer = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // reset: its answer, if one is awaited, fails
  }
}
