package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/**
 * Sends a request to the dyno that was picked: over an idle connection if one will do, else over a
 * new one. A dyno that takes no connection is put in quarantine, and the request goes to another.
 */
final class PassOn implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    Worker worker = exchange.client().worker();
    Target target = exchange.destination().target();
    // An upgraded connection is never given back, so an idle one is not wasted on it.
    if (!exchange.destination().takesFreshOnly() && !exchange.head().upgrades()) {
      DynoConnection idle = target.idle(worker).take(exchange.takesOldConnection());
      if (idle != null) {
        exchange.pass(idle, 0);
        return Verdict.TAKEN;
      }
    }
    connect(exchange, target, worker);
    return Verdict.TAKEN;
  }

  private static void connect(Exchange exchange, Target target, Worker worker) {
    long begun = System.nanoTime();
    exchange.connecting();
    DynoConnection connection = new DynoConnection(target, worker);
    worker
        .connect(target.address(), exchange.destination().settings().connectTimeout(), connection)
        .addListener(
            (ChannelFuture done) ->
                exchange.client().safely(() -> connected(exchange, connection, done, begun)));
  }

  private static void connected(
      Exchange exchange, DynoConnection connection, ChannelFuture done, long begun) {
    if (!done.isSuccess()) {
      failed(exchange, connection, done.cause());
    } else if (exchange.isConnecting()) {
      exchange.pass(connection, System.nanoTime() - begun);
    } else {
      connection.giveBack(); // its client is gone; another one may need it
    }
  }

  private static void failed(Exchange exchange, DynoConnection connection, Throwable cause) {
    if (isOwnFault(cause)) {
      Faults.report("connecting to " + connection.target().route().name(), cause);
      if (exchange.isConnecting()) {
        exchange.fail(RouterCode.H99);
      }
      return;
    }
    RouterCode code = cause instanceof ConnectTimeoutException ? RouterCode.H19 : RouterCode.H21;
    connection.target().unreachable(code, connection.worker());
    if (exchange.isConnecting()) {
      exchange.connectFailed(code);
    }
  }

  /** Whether the mesh has no socket, or no port, to connect from: no dyno is to suffer for that. */
  private static boolean isOwnFault(Throwable cause) {
    return !(cause instanceof ConnectException
            || cause instanceof NoRouteToHostException
            || cause instanceof UnknownHostException)
        || String.valueOf(cause.getMessage()).contains("Cannot assign requested address");
  }
}
