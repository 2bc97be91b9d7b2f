package dev.dynogrid.examples.providers;

import dagger.Binds;
import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.Platform;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.core.CoreModule;
import dev.dynogrid.core.EmbeddedStoreModule;
import dev.dynogrid.core.Extras;
import dev.dynogrid.core.LocalBuildModule;
import dev.dynogrid.core.NettyMeshModule;
import dev.dynogrid.core.PlatformConfig;
import dev.dynogrid.core.ProcessRuntimeModule;
import dev.dynogrid.core.Surroundings;
import dev.dynogrid.core.capacity.SpreadThenPack;
import javax.inject.Singleton;

/** A platform assembled by Dagger: all the local modules but that of capacity, and one instead. */
@Singleton
@Component(
    modules = {
      CoreModule.class,
      EmbeddedStoreModule.class,
      LocalBuildModule.class,
      NettyMeshModule.class,
      ProcessRuntimeModule.class,
      RackPlatform.RackModule.class
    })
public interface RackPlatform {
  /** The platform, which does nothing until it is started. */
  Platform platform();

  /** What is handed in from outside. */
  @Component.Factory
  interface Factory {
    RackPlatform create(
        @BindsInstance PlatformConfig config,
        @BindsInstance Extras extras,
        @BindsInstance Surroundings surroundings,
        @BindsInstance HostsOfARack rack);
  }

  /** Hosts, the policy that places dynos on them, and what prepares a host: nothing. */
  @Module
  interface RackModule {
    @Binds
    CapacityProvider capacity(HostsOfARack rack);

    @Provides
    static PlacementPolicy placement() {
      return new SpreadThenPack();
    }

    @Provides
    static HostBootstrap bootstrap() {
      return HostBootstrap.NONE;
    }
  }
}
