/** Where the platform's state lives. Start with {@link dev.dynogrid.api.store.StateStore}. */
@NullMarked
package dev.dynogrid.api.store;

import org.jspecify.annotations.NullMarked;
