package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RoutingMesh;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A mesh of one node that keeps the rules and nothing beyond: a thread and a connection a request,
 * on a free port of the loopback address. What was published can be looked at.
 */
public final class InMemoryRoutingMesh implements RoutingMesh {
  private final Clock clock;
  private final List<RouteChange> changes = new CopyOnWriteArrayList<>();
  private final Map<Socket, MeshExchange> connections = new ConcurrentHashMap<>();
  private final Phaser underWay = new Phaser(1);
  private volatile @Nullable Opened opened;

  private record Opened(ServerSocket server, MeshContext context, MeshRoutes routes) {}

  /** A mesh that does nothing until it is opened. */
  public InMemoryRoutingMesh(Clock clock) {
    this.clock = clock;
  }

  /** Every change that was published, in the order in which they came. */
  public List<RouteChange> published() {
    return List.copyOf(changes);
  }

  @Override
  public Endpoint open(MeshContext context) {
    try {
      ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      Opened now = new Opened(server, context, new MeshRoutes(context.listener(), clock));
      opened = now;
      daemon(() -> accept(now));
      return new Endpoint("127.0.0.1", server.getLocalPort());
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE, "the mesh in memory cannot listen: " + e, e);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "dynogrid-memory-mesh");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Opened now) {
    while (!now.server().isClosed()) {
      try {
        Socket client = now.server().accept();
        daemon(() -> serve(now, client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Opened now, Socket client) {
    underWay.register();
    try (client) {
      MeshExchange exchange = new MeshExchange(client, now.routes(), now.context(), clock);
      connections.put(client, exchange);
      exchange.run();
    } catch (EOFException | SocketException | SocketTimeoutException e) {
      // The client has gone, or has never said anything: nobody is there to be told.
    } catch (IOException e) {
      throw new IllegalStateException("an exchange of the mesh in memory failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(client);
      underWay.arriveAndDeregister();
    }
  }

  private Opened opened() {
    @Nullable Opened now = opened;
    if (now == null) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the mesh in memory is not open");
    }
    return now;
  }

  @Override
  public void publish(RouteChange change) {
    changes.add(change);
    if (opened().routes().apply(change)) {
      opened().context().listener().acknowledged(change.version());
    }
  }

  @Override
  public List<MeshNode> nodes() {
    return List.of(new MeshNode("memory", opened().routes().version(), Optional.empty()));
  }

  @Override
  public AppTraffic traffic(AppId app) {
    return opened().routes().traffic(app);
  }

  /** Idle connections end; requests in flight may finish, for the usual drain time at most. */
  @Override
  public void close() {
    @Nullable Opened now = opened;
    if (now == null || now.server().isClosed()) {
      return;
    }
    try {
      now.server().close();
      connections.forEach((client, exchange) -> cutIf(!exchange.isUnderWay(), client));
      underWay.awaitAdvanceInterruptibly(
          underWay.arrive(), RouteSettings.USUAL.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      connections.keySet().forEach(client -> cutIf(true, client));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connections.keySet().forEach(client -> cutIf(true, client));
    } catch (IOException e) {
      throw new DynogridException(ErrorCode.INTERNAL, "the mesh in memory cannot close: " + e, e);
    }
  }

  private static void cutIf(boolean condition, Socket connection) {
    try {
      if (condition) {
        connection.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }
}
