/** Go apps. Start with {@link dev.dynogrid.core.build.go.GoBuildpack}. */
@NullMarked
package dev.dynogrid.core.build.go;

import org.jspecify.annotations.NullMarked;
