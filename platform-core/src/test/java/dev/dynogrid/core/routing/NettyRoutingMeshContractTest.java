package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.tck.RoutingMeshContract;
import java.time.Clock;

final class NettyRoutingMeshContractTest extends RoutingMeshContract {
  @Override
  protected RoutingMesh newMesh() {
    return new NettyRoutingMesh(MeshOptions.at("127.0.0.1", 0), Clock.systemUTC());
  }
}
