package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RequestExplanation;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RoutingMesh;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mesh of one node, in the platform's own process: HTTP/1.1 on Netty. Changes of the routes are
 * in effect when {@link #publish} returns.
 */
public final class NettyRoutingMesh implements RoutingMesh {
  private static final String NODE = "local";

  private final MeshOptions options;
  private final Clock clock;
  private final MeterRegistry registry;
  private @Nullable MeshServer server;
  private boolean closed;

  /** A mesh that nobody measures. Nothing listens before {@link #open}. */
  public NettyRoutingMesh(MeshOptions options, Clock clock) {
    this(options, clock, new CompositeMeterRegistry());
  }

  /**
   * A mesh that has meters, {@code dynogrid.mesh.…} and {@code dynogrid.app.…}, as long as it is
   * open. Nothing listens before {@link #open}.
   */
  public NettyRoutingMesh(MeshOptions options, Clock clock, MeterRegistry registry) {
    this.options = options;
    this.clock = clock;
    this.registry = registry;
  }

  @Override
  public synchronized Endpoint open(MeshContext context) {
    if (server != null || closed) {
      throw new IllegalStateException("a routing mesh is opened once");
    }
    MeshServer opened = MeshServer.open(options, clock, context, registry);
    server = opened;
    return opened.endpoint();
  }

  @Override
  public void publish(RouteChange change) {
    server().publish(change);
  }

  @Override
  public List<MeshNode> nodes() {
    return List.of(new MeshNode(NODE, server().routes().version(), Optional.empty()));
  }

  @Override
  public AppTraffic traffic(AppId app) {
    return server().routes().traffic(app);
  }

  @Override
  public Optional<RequestExplanation> explain(String requestId) {
    return server().explain(requestId);
  }

  private synchronized MeshServer server() {
    if (server == null) {
      throw new DynogridException(
          ErrorCode.NOT_RUNNING, "routing mesh is not open: call open() before anything else");
    }
    return server;
  }

  @Override
  public void close() {
    MeshServer closing;
    synchronized (this) {
      closing = closed ? null : server;
      closed = true;
    }
    if (closing != null) {
      closing.close();
    }
  }
}
