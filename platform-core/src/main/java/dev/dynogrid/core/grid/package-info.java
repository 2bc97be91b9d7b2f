/**
 * The grid: makes what runs equal to what is wanted. A pure core decides, a thin shell acts. Start
 * with {@link dev.dynogrid.core.grid.GridCore}, which takes observations and requests and yields
 * actions; what it decides about one app is in {@link dev.dynogrid.core.grid.Planner}. {@link
 * dev.dynogrid.core.grid.Grid} drives it in production.
 */
@NullMarked
package dev.dynogrid.core.grid;

import org.jspecify.annotations.NullMarked;
