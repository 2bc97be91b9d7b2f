package dev.dynogrid.core;

import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.core.build.BuildpackSlugCompiler;
import dev.dynogrid.core.capacity.LocalCapacityProvider;
import dev.dynogrid.core.capacity.SpreadThenPack;
import dev.dynogrid.core.routing.NettyRoutingMesh;
import dev.dynogrid.core.runtime.ProcessDynoRuntime;
import dev.dynogrid.core.store.FileSlugStore;
import dev.dynogrid.core.store.SqliteStateStore;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** For each provider the given one, else the local one, which is made only then. */
@Module(includes = LocalParts.class)
interface OverridesModule {
  private static <T> T or(@Nullable T given, Provider<? extends T> local) {
    return given == null ? local.get() : given;
  }

  @Provides
  @Singleton
  static SlugCompiler compiler(Overrides given, Provider<BuildpackSlugCompiler> local) {
    return or(given.slugCompiler(), local);
  }

  @Provides
  @Singleton
  static DynoRuntime runtime(Overrides given, Provider<ProcessDynoRuntime> local) {
    return or(given.dynoRuntime(), local);
  }

  @Provides
  @Singleton
  static CapacityProvider capacity(Overrides given, Provider<LocalCapacityProvider> local) {
    return or(given.capacityProvider(), local);
  }

  @Provides
  @Singleton
  static RoutingMesh mesh(Overrides given, Provider<NettyRoutingMesh> local) {
    return or(given.routingMesh(), local);
  }

  @Provides
  @Singleton
  static StateStore store(Overrides given, Provider<SqliteStateStore> local) {
    return or(given.stateStore(), local);
  }

  @Provides
  @Singleton
  static SlugStore slugs(Overrides given, Provider<FileSlugStore> local) {
    return or(given.slugStore(), local);
  }

  @Provides
  @Singleton
  static PlacementPolicy placement(Overrides given, Provider<SpreadThenPack> local) {
    return or(given.placementPolicy(), local);
  }

  @Provides
  static StandbyPolicy standby(Overrides given) {
    StandbyPolicy policy = given.standbyPolicy();
    return policy == null ? StandbyPolicy.NONE : policy;
  }

  @Provides
  static HostBootstrap bootstrap(Overrides given) {
    HostBootstrap bootstrap = given.hostBootstrap();
    return bootstrap == null ? HostBootstrap.NONE : bootstrap;
  }
}
