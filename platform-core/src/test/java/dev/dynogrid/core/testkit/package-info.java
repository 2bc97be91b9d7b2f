/**
 * A whole platform, a git client and HTTP clients for end-to-end tests. Start with {@link
 * dev.dynogrid.core.testkit.TestPlatform}.
 */
@NullMarked
package dev.dynogrid.core.testkit;

import org.jspecify.annotations.NullMarked;
