/** Log lines and where they go. Start with {@link dev.dynogrid.api.log.LogSink}. */
@NullMarked
package dev.dynogrid.api.log;

import org.jspecify.annotations.NullMarked;
