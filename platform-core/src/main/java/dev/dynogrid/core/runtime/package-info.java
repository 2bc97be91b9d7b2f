/**
 * Dynos as processes of this machine. Start with {@link
 * dev.dynogrid.core.runtime.ProcessDynoRuntime}.
 *
 * <p>Every process, of dynos and of builds, is started by {@link
 * dev.dynogrid.core.runtime.Launcher}, through a small supervisor, the shim ({@code shim.pl}),
 * which outlives the platform. What runs is therefore always adopted, be it own or an earlier
 * platform's.
 */
@NullMarked
package dev.dynogrid.core.runtime;

import org.jspecify.annotations.NullMarked;
