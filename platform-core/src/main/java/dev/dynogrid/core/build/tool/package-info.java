/**
 * What buildpacks share: {@link dev.dynogrid.core.build.tool.Tools} finds the programs of this
 * machine, {@link dev.dynogrid.core.build.tool.IndexSettings} what it says of package indexes,
 * {@link dev.dynogrid.core.build.tool.CachedFolder} keeps what a build has installed.
 */
@NullMarked
package dev.dynogrid.core.build.tool;

import org.jspecify.annotations.NullMarked;
