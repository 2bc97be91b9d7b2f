/** How to replace each of the four main interfaces by one of your own. */
@NullMarked
package dev.dynogrid.examples.providers;

import org.jspecify.annotations.NullMarked;
