/**
 * From source to slug. Start with {@link dev.dynogrid.api.build.SlugCompiler} for the whole, with
 * {@link dev.dynogrid.api.build.Buildpack} for one more language, and with {@link
 * dev.dynogrid.api.build.SlugStore} for where slugs are kept.
 */
@NullMarked
package dev.dynogrid.api.build;

import org.jspecify.annotations.NullMarked;
