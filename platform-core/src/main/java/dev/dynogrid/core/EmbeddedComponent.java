package dev.dynogrid.core;

import dagger.BindsInstance;
import dagger.Component;
import dev.dynogrid.api.Platform;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.store.StateStore;
import java.time.Clock;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the builder assembles: the core, and for each provider the given one or the default. */
@Singleton
@Component(modules = {CoreModule.class, OverridesModule.class})
interface EmbeddedComponent {
  Platform platform();

  /** Takes what the builder was told. */
  @Component.Factory
  interface Factory {
    EmbeddedComponent create(
        @BindsInstance PlatformConfig config,
        @BindsInstance Extras extras,
        @BindsInstance Clock clock,
        @BindsInstance @Given @Nullable SlugCompiler slugCompiler,
        @BindsInstance @Given @Nullable DynoRuntime dynoRuntime,
        @BindsInstance @Given @Nullable CapacityProvider capacityProvider,
        @BindsInstance @Given @Nullable RoutingMesh routingMesh,
        @BindsInstance @Given @Nullable StateStore stateStore,
        @BindsInstance @Given @Nullable SlugStore slugStore,
        @BindsInstance @Given @Nullable PlacementPolicy placementPolicy);
  }
}
