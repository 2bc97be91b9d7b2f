/** JMH benchmarks, and the side-by-side runs behind {@code bin/bench}. */
@NullMarked
package dev.dynogrid.benchmarks;

import org.jspecify.annotations.NullMarked;
