/**
 * Assembles a platform. Start with {@link dev.dynogrid.core.Dynogrid} for the builder, or with
 * {@link dev.dynogrid.core.LocalPlatformModule} for a Dagger component of your own.
 *
 * <p>Every feature has a package of its own below this one; only this package knows them all.
 */
@NullMarked
package dev.dynogrid.core;

import org.jspecify.annotations.NullMarked;
