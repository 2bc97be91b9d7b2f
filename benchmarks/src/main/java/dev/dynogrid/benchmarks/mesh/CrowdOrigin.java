package dev.dynogrid.benchmarks.mesh;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What the crowd asks for: thirteen bytes for each request, or, where an upgrade is asked for, back
 * what comes.
 */
final class CrowdOrigin {
  static final String BODY = "Hello, world!";

  private static final int BACKLOG = 4096;
  private static final String HEAD_END = "\r\n\r\n";
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + HEAD_END + BODY;
  private static final String AGREED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket" + HEAD_END;

  private final Channel channel;

  private CrowdOrigin(Channel channel) {
    this.channel = channel;
  }

  static CrowdOrigin start(EventLoopGroup loops) {
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client.pipeline().addLast(new Connection());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    return new CrowdOrigin(channel);
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** One request after the other: those of the crowd have no bodies. */
  private static final class Connection extends ChannelInboundHandlerAdapter {
    private final StringBuilder head = new StringBuilder();
    private boolean upgraded;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (upgraded) {
        context.writeAndFlush(bytes);
        return;
      }
      head.append(bytes.toString(StandardCharsets.ISO_8859_1));
      bytes.release();
      int end = head.indexOf(HEAD_END);
      if (end >= 0) {
        upgraded = head.indexOf("pgrade: websocket") >= 0;
        head.delete(0, end + HEAD_END.length());
        String answer = upgraded ? AGREED : ANSWER;
        context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // reset by the mesh
    }
  }
}
