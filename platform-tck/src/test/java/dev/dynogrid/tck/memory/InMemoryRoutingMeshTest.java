package dev.dynogrid.tck.memory;

import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.tck.RoutingMeshContract;
import java.time.Clock;

final class InMemoryRoutingMeshTest extends RoutingMeshContract {
  @Override
  protected RoutingMesh newMesh() {
    return new InMemoryRoutingMesh(Clock.systemUTC());
  }
}
