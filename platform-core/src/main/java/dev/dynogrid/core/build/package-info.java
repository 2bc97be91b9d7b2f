/**
 * From source to slug. Start with {@link dev.dynogrid.core.build.BuildpackSlugCompiler}, which
 * lists the steps; {@link dev.dynogrid.core.build.Buildpacks} lists the languages.
 */
@NullMarked
package dev.dynogrid.core.build;

import org.jspecify.annotations.NullMarked;
