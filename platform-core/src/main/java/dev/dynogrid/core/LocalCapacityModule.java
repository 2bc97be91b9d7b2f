package dev.dynogrid.core;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.core.capacity.LocalCapacityProvider;
import dev.dynogrid.core.capacity.SpreadThenPack;

/** This machine as the only host, and the policy that places dynos: spread, then pack. */
@Module(includes = LocalParts.class)
public interface LocalCapacityModule {
  /** The CapacityProvider. */
  @Binds
  CapacityProvider capacity(LocalCapacityProvider implementation);

  /** The PlacementPolicy. */
  @Binds
  PlacementPolicy placement(SpreadThenPack implementation);

  /** The HostBootstrap: this machine is a host already. */
  @Provides
  static HostBootstrap bootstrap() {
    return HostBootstrap.NONE;
  }
}
