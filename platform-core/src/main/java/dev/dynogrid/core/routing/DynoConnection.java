package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to a dyno: idle, or carrying one exchange, or half of a tunnel. */
final class DynoConnection extends ChannelInboundHandlerAdapter {
  private final Target target;
  private final Worker worker;
  private final DynoCodec codec = new DynoCodec();
  private final Deadline idleDeadline = new Deadline(this::close);
  private @Nullable Channel channel;
  private @Nullable Exchange exchange;
  private @Nullable Tunnel tunnel;
  private @Nullable ClientConnection toFlush;
  private boolean reused;
  private boolean returning;
  private boolean idle;
  private long idleSince;
  private long idleLimit = Limits.DYNO_IDLE_NANOS;

  DynoConnection(Target target, Worker worker) {
    this.target = target;
    this.worker = worker;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
    context.pipeline().addBefore(context.name(), "http", codec);
  }

  private Channel channel() {
    return Objects.requireNonNull(channel, "channel");
  }

  Target target() {
    return target;
  }

  Worker worker() {
    return worker;
  }

  // ---- idle ----

  /**
   * An exchange is over, and the dyno will take another: after this round of reading, when it is
   * known that nothing follows the response, which would else be taken for the next one.
   */
  void release(long idleNanos) {
    exchange = null;
    reused = true;
    returning = true;
    idleLimit = idleNanos;
  }

  private void endOfRound() {
    if (returning) {
      returning = false;
      if (codec.responses().hasLeftOver()) {
        close();
      } else {
        giveBack();
      }
    }
  }

  /** Nothing was sent on it, or all is done. */
  void giveBack() {
    if (channel().isActive()) {
      target.idle(worker).put(this);
    }
  }

  void enterIdle() {
    idle = true;
    idleSince = System.nanoTime();
    channel().config().setAutoRead(true); // so that its end is noticed
    worker.deadlines().set(idleDeadline, idleLimit);
  }

  void leaveIdle() {
    idle = false;
    reused = true;
    worker.deadlines().cancel(idleDeadline);
  }

  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  /** Whether the dyno may have closed it in the moment in which it was taken. */
  boolean wasReused() {
    return reused;
  }

  // ---- in use ----

  void carry(Exchange carried) {
    exchange = carried;
    codec.responses().expect(carried.head().isHeadMethod());
  }

  void carry(Tunnel carried) {
    exchange = null;
    tunnel = carried;
    channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel().pipeline().remove(codec);
  }

  boolean bytesSeen() {
    return codec.responses().bytesSeen();
  }

  void write(Object message) {
    Channels.write(channel(), message);
  }

  void flush() {
    channel().flush();
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  /** Changes whenever bytes go out. */
  long pendingBytes() {
    return Channels.pendingBytes(channel());
  }

  /** Reads from the dyno, or leaves it to wait until the client has read. */
  void read(boolean on) {
    Channels.read(channel(), on);
  }

  void close() {
    exchange = null;
    tunnel = null;
    Channels.close(channel());
  }

  /** Says that nothing more comes, after what has been written. */
  void endOutputAfterFlush() {
    Channels.endOutputAfterFlush(channel());
  }

  /** Closes it after what has been written. */
  void closeAfterFlush() {
    tunnel = null;
    Channels.closeAfterFlush(channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (tunnel != null) {
      toFlush = tunnel.client();
      tunnel.fromDyno((ByteBuf) message);
    } else if (exchange == null) {
      ReferenceCountUtil.release(message); // a response to nothing
      returning = false;
      close();
    } else {
      toFlush = exchange.client();
      relay(exchange, message);
    }
  }

  private static void relay(Exchange exchange, Object message) {
    if (message instanceof HttpResponse response) {
      boolean failed = response.decoderResult().isFailure();
      exchange.onResponse(response);
      if (failed) {
        ReferenceCountUtil.release(message);
      }
    } else {
      exchange.onResponseContent((HttpContent) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.endOfRound();
    }
    endOfRound();
    ClientConnection client = toFlush;
    if (client != null) {
      toFlush = null;
      client.flush();
      if (exchange != null || tunnel != null) {
        read(client.isWritable());
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.client().updateReading();
    } else if (tunnel != null) {
      tunnel.client().updateReading();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && tunnel != null) {
      tunnel.dynoEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (idle) {
      leaveIdle();
      target.idle(worker).remove(this);
    }
    if (tunnel != null) {
      tunnel.dynoClosed();
    } else if (exchange != null) {
      Exchange carried = exchange;
      exchange = null;
      carried.dynoClosed(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A failed write or read: the channel closes after what the dyno still said has been read.
    if (!(cause instanceof IOException)) {
      Exchange carried = exchange;
      close();
      if (carried != null) {
        Faults.report("response of " + target.route().name(), cause);
        carried.fail(RouterCode.H99);
      }
    }
  }
}
