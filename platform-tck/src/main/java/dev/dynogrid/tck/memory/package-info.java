/**
 * Implementations of the interfaces that keep everything in memory: for integrators' own tests, and
 * to learn from. They pass the contracts, start nothing outside of the JVM, and do at once, or when
 * told to, what takes others minutes.
 */
@NullMarked
package dev.dynogrid.tck.memory;

import org.jspecify.annotations.NullMarked;
