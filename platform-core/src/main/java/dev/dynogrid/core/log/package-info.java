/**
 * The newest log lines of every app, for those who ask and those who follow. Start with {@link
 * dev.dynogrid.core.log.AppLogs}.
 */
@NullMarked
package dev.dynogrid.core.log;

import org.jspecify.annotations.NullMarked;
