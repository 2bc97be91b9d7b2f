package dev.dynogrid.core;

import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.store.StateStore;
import org.jspecify.annotations.Nullable;

/** What the integrator handed to the builder instead of the defaults. */
record Overrides(
    @Nullable SlugCompiler slugCompiler,
    @Nullable DynoRuntime dynoRuntime,
    @Nullable CapacityProvider capacityProvider,
    @Nullable RoutingMesh routingMesh,
    @Nullable StateStore stateStore,
    @Nullable SlugStore slugStore,
    @Nullable PlacementPolicy placementPolicy,
    @Nullable StandbyPolicy standbyPolicy,
    @Nullable HostBootstrap hostBootstrap) {}
