/**
 * The grid: makes what runs equal to what is wanted. Start with {@link
 * dev.dynogrid.core.grid.Grid}; what it decides is in {@link dev.dynogrid.core.grid.Planner}, a
 * pure function.
 */
@NullMarked
package dev.dynogrid.core.grid;

import org.jspecify.annotations.NullMarked;
