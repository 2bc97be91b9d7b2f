/** The logs of apps. Start with {@link dev.dynogrid.core.log.AppLogs}. */
@NullMarked
package dev.dynogrid.core.log;

import org.jspecify.annotations.NullMarked;
