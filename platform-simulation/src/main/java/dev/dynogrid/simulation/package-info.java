/**
 * The grid on virtual time: the code that decides in production, driven by simulated hosts, dynos
 * and mesh nodes, with faults from a seed. Start with {@link
 * dev.dynogrid.simulation.GridSimulation}.
 */
@NullMarked
package dev.dynogrid.simulation;

import org.jspecify.annotations.NullMarked;
