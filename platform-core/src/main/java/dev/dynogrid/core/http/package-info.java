/**
 * The control port. Start with {@link dev.dynogrid.core.http.ControlServer}; what is served there
 * comes as {@link dev.dynogrid.core.http.ControlHandler}s.
 */
@NullMarked
package dev.dynogrid.core.http;

import org.jspecify.annotations.NullMarked;
