/**
 * Serves sites of files. {@link dev.dynogrid.core.build.site.server.Site} decides every answer and
 * knows no network; {@link dev.dynogrid.core.build.site.server.StaticServer} gives them over HTTP.
 * The classes of this package are copied into slugs, so that they need the JDK alone.
 */
@NullMarked
package dev.dynogrid.core.build.site.server;

import org.jspecify.annotations.NullMarked;
