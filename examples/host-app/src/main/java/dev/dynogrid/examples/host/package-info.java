/** The example platform: a complete small host in one process. */
@NullMarked
package dev.dynogrid.examples.host;

import org.jspecify.annotations.NullMarked;
