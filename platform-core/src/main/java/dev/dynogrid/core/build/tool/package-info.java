/**
 * What buildpacks share: {@link dev.dynogrid.core.build.tool.Tools} finds the programs of this
 * machine.
 */
@NullMarked
package dev.dynogrid.core.build.tool;

import org.jspecify.annotations.NullMarked;
