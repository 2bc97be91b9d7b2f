/**
 * The facade that integrators call. Start with {@link dev.dynogrid.api.Platform}.
 *
 * <p>The packages below hold what a platform is assembled from; each starts with one interface:
 * {@link dev.dynogrid.api.build.SlugCompiler}, {@link dev.dynogrid.api.runtime.DynoRuntime}, {@link
 * dev.dynogrid.api.capacity.CapacityProvider}, {@link dev.dynogrid.api.routing.RoutingMesh}, {@link
 * dev.dynogrid.api.store.StateStore}, {@link dev.dynogrid.api.service.ServiceProvider}, {@link
 * dev.dynogrid.api.log.LogSink}.
 */
@NullMarked
package dev.dynogrid.api;

import org.jspecify.annotations.NullMarked;
