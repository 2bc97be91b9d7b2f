/**
 * One provider of each kind, as an integrator would write it: {@link
 * dev.dynogrid.examples.providers.JarFolderCompiler}, {@link
 * dev.dynogrid.examples.providers.TracedRuntime}, {@link
 * dev.dynogrid.examples.providers.HostsOfARack} and {@link
 * dev.dynogrid.examples.providers.NamedMesh}; and {@link
 * dev.dynogrid.examples.providers.RackPlatform}, a platform assembled by Dagger.
 */
@NullMarked
package dev.dynogrid.examples.providers;

import org.jspecify.annotations.NullMarked;
