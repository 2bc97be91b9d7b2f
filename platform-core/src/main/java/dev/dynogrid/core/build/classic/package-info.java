/**
 * Buildpacks that are folders of scripts. Start with {@link
 * dev.dynogrid.core.build.classic.BuildpackReference}, which says how one is named.
 */
@NullMarked
package dev.dynogrid.core.build.classic;

import org.jspecify.annotations.NullMarked;
