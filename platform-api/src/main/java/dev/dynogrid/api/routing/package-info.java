/** How requests find dynos. Start with {@link dev.dynogrid.api.routing.RoutingMesh}. */
@NullMarked
package dev.dynogrid.api.routing;

import org.jspecify.annotations.NullMarked;
