/**
 * The server that static sites carry in their slugs. {@link
 * dev.dynogrid.core.build.site.StaticServer} is one class that needs the JDK alone.
 */
@NullMarked
package dev.dynogrid.core.build.site;

import org.jspecify.annotations.NullMarked;
