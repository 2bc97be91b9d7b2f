/** Where dynos run. Start with {@link dev.dynogrid.api.runtime.DynoRuntime}. */
@NullMarked
package dev.dynogrid.api.runtime;

import org.jspecify.annotations.NullMarked;
