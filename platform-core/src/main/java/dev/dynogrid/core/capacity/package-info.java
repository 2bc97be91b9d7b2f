/**
 * This machine as the only host. Start with {@link
 * dev.dynogrid.core.capacity.LocalCapacityProvider}.
 */
@NullMarked
package dev.dynogrid.core.capacity;

import org.jspecify.annotations.NullMarked;
