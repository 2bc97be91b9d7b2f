package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An upgraded connection: bytes both ways, until one side closes, both are silent for too long, or
 * the dyno has to go. Then a WebSocket client is told so (1001) between two frames. Confined to the
 * thread of its client's worker, {@link #goAway} excepted.
 */
final class Tunnel {
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};
  private static final long BOUNDARY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Exchange exchange;
  private final ClientConnection client;
  private final DynoConnection dyno;
  private final Target target;
  private final @Nullable FrameBoundary boundary;
  private final ArrayDeque<Runnable> early = new ArrayDeque<>(2);
  private boolean opened;
  private boolean leaving;
  private boolean clientEnded;
  private boolean dynoEnded;
  private boolean ended;

  Tunnel(Exchange exchange, DynoConnection dyno, String protocol) {
    this.exchange = exchange;
    this.client = exchange.client();
    this.dyno = dyno;
    this.target = exchange.destination().target();
    boundary = protocol.toLowerCase(Locale.ROOT).contains("websocket") ? new FrameBoundary() : null;
  }

  ClientConnection client() {
    return client;
  }

  DynoConnection dyno() {
    return dyno;
  }

  EventLoop loop() {
    return client.worker().loop();
  }

  boolean dynoIsWritable() {
    return dyno.isWritable();
  }

  /** Both sides have agreed: no more HTTP. */
  void open() {
    exchange.becomeTunnel();
    client.flush();
    renew();
    // Taking HTTP off one side may bring bytes for the other one, which still has it on.
    dyno.carry(this);
    client.carry(this);
    opened = true;
    for (Runnable bytes = early.poll(); bytes != null; bytes = early.poll()) {
      bytes.run();
    }
    client.flush();
  }

  void fromClient(ByteBuf bytes) {
    if (!opened) {
      early.add(() -> fromClient(bytes));
      return;
    }
    if (ended) {
      bytes.release();
      return;
    }
    renew();
    dyno.write(bytes);
    client.flushDyno(dyno);
    client.updateReading();
  }

  void fromDyno(ByteBuf bytes) {
    if (!opened) {
      early.add(() -> fromDyno(bytes));
      return;
    }
    renew();
    exchange.notes().bytes(bytes.readableBytes());
    if (boundary != null) {
      boundary.follow(bytes);
    }
    client.write(bytes, false);
    if (leaving) {
      endAtBoundary();
    }
  }

  private void renew() {
    client.deadlineIn(Exchange.nanos(exchange.destination().settings().idleTimeout()));
  }

  void expired() {
    if (client.hasProgressed(dyno)) {
      renew();
    } else {
      end(RouterCode.H15);
    }
  }

  /** The dyno leaves, or the mesh closes. From any thread. */
  void goAway() {
    client.later(
        () -> {
          leaving = true;
          endAtBoundary();
          if (!ended) {
            Channels.later(loop(), () -> end(RouterCode.H24), BOUNDARY_NANOS);
          }
        });
  }

  private void endAtBoundary() {
    if (ended) {
      return;
    }
    if (boundary == null) {
      end(RouterCode.H24);
    } else if (boundary.isReached()) {
      client.write(Unpooled.wrappedBuffer(GOING_AWAY), false);
      endGently();
    }
  }

  /** The client sends nothing more; the dyno may still answer. */
  void clientEnded() {
    whenOpened(
        () -> {
          clientEnded = true;
          if (dynoEnded) {
            end(null);
          } else {
            dyno.endOutputAfterFlush();
            renew();
          }
        });
  }

  /** The dyno sends nothing more; a WebSocket is of no use then, another client may still send. */
  void dynoEnded() {
    whenOpened(
        () -> {
          dynoEnded = true;
          if (clientEnded || boundary != null) {
            end(null);
          } else {
            client.endOutputAfterFlush();
            renew();
          }
        });
  }

  private void whenOpened(Runnable event) {
    if (opened) {
      event.run();
    } else {
      early.add(event);
    }
  }

  void clientClosed() {
    end(null);
  }

  void dynoClosed() {
    end(null);
  }

  private void end(@Nullable RouterCode code) {
    if (!ended) {
      finish(code);
      client.closeAfterFlush();
    }
  }

  /** Ends it so that the client gets to read what was written last, whatever it sends meanwhile. */
  private void endGently() {
    finish(null);
    client.lingerAfterFlush();
  }

  private void finish(@Nullable RouterCode code) {
    ended = true;
    target.leaveUpgraded(this);
    exchange.destination().leaveApp();
    target.pool().answered(target, HttpResponseStatus.SWITCHING_PROTOCOLS.code());
    exchange.log(code, HttpResponseStatus.SWITCHING_PROTOCOLS.code());
    dyno.closeAfterFlush();
  }
}
