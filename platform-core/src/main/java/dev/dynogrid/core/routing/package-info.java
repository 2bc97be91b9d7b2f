/**
 * The routing mesh on Netty, in layers that each know only the next: {@link
 * dev.dynogrid.core.routing.RequestStages} (all that happens to a request, in order) → {@code
 * AppPool} (one app's live route, its queue and its counts) → {@code LoadBalancer} → {@code Target}
 * (one dyno: its load, its quarantine, its idle connections) → {@code DynoConnection}.
 *
 * <p>Start with {@link dev.dynogrid.core.routing.NettyRoutingMesh}, then read {@link
 * dev.dynogrid.core.routing.RequestStages} and {@code Exchange}. A client connection, the exchanges
 * on it and the dyno connections that they use belong to one {@code Worker}, a thread; only {@code
 * RouteTable}, {@code AppPool}, {@code WaitingLine} and {@code Target} are shared by threads.
 */
@NullMarked
package dev.dynogrid.core.routing;

import org.jspecify.annotations.NullMarked;
