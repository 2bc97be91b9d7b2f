/**
 * Where hosts come from and which of them is used for what. Start with {@link
 * dev.dynogrid.api.capacity.CapacityProvider}.
 */
@NullMarked
package dev.dynogrid.api.capacity;

import org.jspecify.annotations.NullMarked;
