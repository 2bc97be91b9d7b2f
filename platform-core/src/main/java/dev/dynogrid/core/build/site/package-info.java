/**
 * Sites of files, as they are built. Start with {@link
 * dev.dynogrid.core.build.site.StaticBuildpack}; what serves them is in the package below.
 */
@NullMarked
package dev.dynogrid.core.build.site;

import org.jspecify.annotations.NullMarked;
