package dev.dynogrid.core;

import dagger.Binds;
import dagger.Module;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.core.routing.NettyRoutingMesh;

/** A mesh in this process. */
@Module(includes = LocalParts.class)
public interface NettyMeshModule {
  /** The RoutingMesh. */
  @Binds
  RoutingMesh mesh(NettyRoutingMesh implementation);
}
