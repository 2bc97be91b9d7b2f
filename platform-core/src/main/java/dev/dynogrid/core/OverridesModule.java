package dev.dynogrid.core;

import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.PlacementPolicy;
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
  static SlugCompiler compiler(
      @Given @Nullable SlugCompiler given, Provider<BuildpackSlugCompiler> local) {
    return or(given, local);
  }

  @Provides
  @Singleton
  static DynoRuntime runtime(
      @Given @Nullable DynoRuntime given, Provider<ProcessDynoRuntime> local) {
    return or(given, local);
  }

  @Provides
  @Singleton
  static CapacityProvider capacity(
      @Given @Nullable CapacityProvider given, Provider<LocalCapacityProvider> local) {
    return or(given, local);
  }

  @Provides
  @Singleton
  static RoutingMesh mesh(@Given @Nullable RoutingMesh given, Provider<NettyRoutingMesh> local) {
    return or(given, local);
  }

  @Provides
  @Singleton
  static StateStore store(@Given @Nullable StateStore given, Provider<SqliteStateStore> local) {
    return or(given, local);
  }

  @Provides
  @Singleton
  static SlugStore slugs(@Given @Nullable SlugStore given, Provider<FileSlugStore> local) {
    return or(given, local);
  }

  @Provides
  @Singleton
  static PlacementPolicy placement(
      @Given @Nullable PlacementPolicy given, Provider<SpreadThenPack> local) {
    return or(given, local);
  }
}
