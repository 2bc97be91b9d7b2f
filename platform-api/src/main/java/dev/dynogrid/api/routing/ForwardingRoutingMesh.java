package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Endpoint;
import java.util.List;
import java.util.Objects;

/**
 * A mesh that leaves everything to another one. Extend it to do something more, such as to tell a
 * name server of the host names that are routed.
 */
public abstract class ForwardingRoutingMesh implements RoutingMesh {
  private final RoutingMesh delegate;

  /** Leaves everything to this mesh. */
  protected ForwardingRoutingMesh(RoutingMesh delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  @Override
  public Endpoint open(MeshContext context) {
    return delegate.open(context);
  }

  @Override
  public void publish(RouteChange change) {
    delegate.publish(change);
  }

  @Override
  public List<MeshNode> nodes() {
    return delegate.nodes();
  }

  @Override
  public AppTraffic traffic(AppId app) {
    return delegate.traffic(app);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
