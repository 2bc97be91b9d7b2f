package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one exchange after the other, or half of a tunnel. What comes while an
 * exchange is under way waits, and its sender with it. Confined to its worker's thread, {@link
 * #later} excepted.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private final Router router;
  private final Worker worker;
  private final ServerCodec codec = new ServerCodec();
  private final Deadline deadline = new Deadline(() -> safely(this::expired));
  private final ArrayDeque<Object> pending = new ArrayDeque<>(1);
  private @Nullable Channel channel;
  private String address = "";
  private @Nullable Exchange exchange;
  private @Nullable Tunnel tunnel;
  private @Nullable DynoConnection toFlush;
  private @Nullable ResponseBuffer buffer;
  private boolean inRead;
  private boolean discarding;
  private boolean lingering;
  private boolean closing;
  private boolean ended;
  private boolean scheduled;
  private long discarded;
  private long progress;

  ClientConnection(Router router, Worker worker) {
    this.router = router;
    this.worker = worker;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
    buffer = new ResponseBuffer(context.channel(), router.memory());
    context.pipeline().addBefore(context.name(), "http", codec);
  }

  private Channel channel() {
    return Objects.requireNonNull(channel, "channel");
  }

  Worker worker() {
    return worker;
  }

  String address() {
    return address;
  }

  int upgradesPerDyno() {
    return router.options().upgradesPerDyno();
  }

  // ---- what comes from the client ----

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (channel().remoteAddress() instanceof InetSocketAddress remote) {
      address = remote.getAddress().getHostAddress();
    }
    deadlineIn(Exchange.nanos(router.options().clientIdle()));
    router.meters().connected();
    worker.opened(this);
    switch (router.admission().enter(address)) {
      case WELCOME -> {}
      case MAKE_ROOM -> worker.makeRoom(this);
      case REFUSED -> abort();
    }
  }

  /** Whether no request is under way, so that nobody loses an answer if it is closed. */
  boolean onlyWaits() {
    return exchange == null && tunnel == null && pending.isEmpty();
  }

  /** When it will be closed if it goes on to wait; those that came first come first. */
  long waitsUntil() {
    return deadline.at;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    inRead = true;
    if (tunnel != null && pending.isEmpty()) {
      tunnel.fromClient((ByteBuf) message);
    } else if (lingering || discarding) {
      discard(message);
    } else if (!pending.isEmpty() || !take(message)) {
      pending.add(message);
      updateReading();
    }
  }

  /**
   * Gives a part of a request to the exchange that it belongs to; false if that has to come first.
   */
  private boolean take(Object message) {
    if (exchange == null) {
      if (message instanceof HttpRequest request && !closing) {
        exchange = new Exchange(this, router, request);
        exchange.start();
      } else {
        ReferenceCountUtil.release(message);
      }
      return true;
    }
    if (exchange.isRequestComplete()) {
      return false;
    }
    exchange.onRequestContent((HttpContent) message);
    return true;
  }

  /**
   * Reads on after an early answer, in bounds: a client that still sends would not read it else.
   */
  private void discard(Object message) {
    if (message instanceof HttpContent content) {
      discarded += content.content().readableBytes();
    } else if (message instanceof ByteBuf bytes) {
      discarded += bytes.readableBytes();
    }
    boolean end = message instanceof LastHttpContent;
    ReferenceCountUtil.release(message);
    if (discarded > Limits.DISCARDED) {
      Channels.close(channel());
    } else if (end && !lingering) {
      discarding = false;
      awaitRequest();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inRead = false;
    DynoConnection dyno = toFlush;
    if (dyno != null) {
      toFlush = null;
      dyno.flush();
    }
    channel().flush();
  }

  /** The client sends nothing more, but may still read. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !ended) {
      ended = true;
      if (tunnel != null) {
        tunnel.clientEnded();
      } else if (exchange != null) {
        exchange.clientEnded();
      } else if (pending.isEmpty()) {
        Channels.closeAfterFlush(channel());
      }
    }
  }

  /** Whether the client has ended its side. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    router.admission().leave(address);
    router.meters().disconnected();
    worker.closed(this);
    buffer().close();
    worker.deadlines().cancel(deadline);
    for (Object message = pending.poll(); message != null; message = pending.poll()) {
      ReferenceCountUtil.release(message);
    }
    if (tunnel != null) {
      tunnel.clientClosed();
    }
    if (exchange != null) {
      Exchange interrupted = exchange;
      exchange = null;
      interrupted.clientGone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      fault(cause);
    }
    if (exchange == null && tunnel == null) {
      Channels.close(channel());
    }
  }

  private void fault(Throwable cause) {
    Faults.report("request from " + address, cause);
    if (exchange != null) {
      exchange.closeAfter();
      exchange.fail(RouterCode.H99);
    } else {
      abort();
    }
  }

  /** Reads from the client as long as what comes can be used. */
  void updateReading() {
    Channels.read(channel(), pending.isEmpty() && wantsMore());
  }

  private boolean wantsMore() {
    if (tunnel != null) {
      return tunnel.dynoIsWritable();
    }
    return exchange == null || exchange.wantsRequest();
  }

  // ---- what goes to the client ----

  /** Writes a part of a response. */
  void write(Object message, boolean toHead) {
    if (message instanceof HttpResponse) {
      codec.answering(toHead);
    }
    Channels.write(channel(), message);
    buffer().wrote();
  }

  private ResponseBuffer buffer() {
    return Objects.requireNonNull(buffer, "buffer");
  }

  /** Flushes, once a round of reading. */
  void flush() {
    if (!inRead) {
      channel().flush();
    }
  }

  /** Flushes to a dyno, once a round of reading. */
  void flushDyno(DynoConnection dyno) {
    if (inRead) {
      toFlush = dyno;
    } else {
      dyno.flush();
    }
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    buffer().writabilityChanged();
    DynoConnection dyno = tunnel != null ? tunnel.dyno() : null;
    if (exchange != null) {
      dyno = exchange.dyno();
    }
    if (dyno != null) {
      dyno.read(isWritable());
    }
  }

  // ---- one exchange after the other ----

  /** The exchange is over; what comes next may begin. */
  void exchangeDone(boolean close, boolean requestComplete) {
    exchange = null;
    buffer().responseEnds();
    if (close || worker.isClosing()) {
      end(!requestComplete && !ended);
    } else if (requestComplete) {
      awaitRequest();
    } else {
      discarding = true;
      discarded = 0;
      deadlineIn(Limits.DISCARD_NANOS);
      updateReading();
    }
  }

  private void awaitRequest() {
    deadlineIn(Exchange.nanos(router.options().clientIdle()));
    if (pending.isEmpty()) {
      readOn();
    } else if (!scheduled) {
      scheduled = true; // others of this thread first, and dyno connections that are free then
      later(this::takePending);
    }
  }

  private void takePending() {
    scheduled = false;
    for (Object message = pending.peek(); message != null && !scheduled; message = pending.peek()) {
      if (lingering || discarding) {
        discard(pending.remove());
      } else if (take(message)) {
        pending.remove();
      } else {
        return; // the exchange has to end first
      }
    }
    if (pending.isEmpty() && channel().isActive()) {
      readOn();
    }
  }

  private void readOn() {
    if (ended && exchange == null) {
      end(false);
    } else {
      updateReading();
    }
  }

  /**
   * Closes after what has been written. If the client still sends, only its reading side: closing
   * both would make its system throw the answer away unread.
   */
  private void end(boolean stillSends) {
    closing = true;
    if (!stillSends) {
      Channels.closeAfterFlush(channel());
      return;
    }
    lingering = true;
    discarded = 0;
    deadlineIn(Limits.DISCARD_NANOS);
    Channels.endOutputAfterFlush(channel());
    updateReading();
  }

  /** Closes in the middle of a response: what has been written of it goes out. */
  void cutOff() {
    channel().flush();
    abort();
  }

  /** Closes at once. */
  void abort() {
    exchange = null;
    Channels.close(channel());
  }

  /** The mesh closes, and has waited long enough. */
  void cut() {
    if (exchange != null) {
      exchange.fail(RouterCode.H24);
    }
    abort();
  }

  /** The mesh closes. */
  void goAway() {
    if (tunnel != null) {
      tunnel.goAway();
    } else if (exchange != null) {
      exchange.goAway();
    } else if (!lingering) {
      Channels.closeAfterFlush(channel());
    }
  }

  /** Belongs to a tunnel from now on. */
  void carry(Tunnel made) {
    exchange = null;
    tunnel = made;
    if (!pending.isEmpty()) {
      abort(); // sent before the protocols were switched, and read as HTTP: of no use to anybody
      return;
    }
    channel().pipeline().remove(codec);
    updateReading();
  }

  void closeAfterFlush() {
    Channels.closeAfterFlush(channel());
  }

  void endOutputAfterFlush() {
    Channels.endOutputAfterFlush(channel());
  }

  /** The tunnel is over: closes after what was written, and when the client has read it. */
  void lingerAfterFlush() {
    tunnel = null;
    end(!ended);
  }

  // ---- time ----

  void deadlineIn(long nanos) {
    boolean mayBeGone = ended && exchange != null;
    worker.deadlines().set(deadline, mayBeGone ? Math.min(nanos, Limits.HALF_CLOSED_NANOS) : nanos);
  }

  private void expired() {
    if (tunnel != null) {
      tunnel.expired();
    } else if (exchange != null) {
      exchange.expired();
    } else if (hasProgressed(null)) {
      deadlineIn(Exchange.nanos(router.options().clientIdle())); // it reads its answer, slowly
    } else {
      Channels.close(channel());
    }
  }

  /**
   * Whether bytes were on their way out, either way, and have become others since the last look.
   */
  boolean hasProgressed(@Nullable DynoConnection dyno) {
    long toClient = Channels.pendingBytes(channel());
    long toDyno = dyno == null ? 0 : dyno.pendingBytes();
    long now = toClient * 31 + toDyno;
    boolean changed = now != progress;
    progress = now;
    return changed && toClient + toDyno > 0;
  }

  /** Runs something on the worker's thread. From any thread. */
  void later(Runnable task) {
    Channels.run(worker.loop(), () -> safely(task));
  }

  /** Runs something that must not leave the exchange hanging if it fails. */
  void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      fault(e);
    }
  }
}
