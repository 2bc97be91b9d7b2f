/**
 * The contract of each interface of the API as a JUnit class. An implementer extends it and writes
 * one method; each test is named after the numbered rule that it holds the implementation to.
 *
 * <p>Start with {@link dev.dynogrid.tck.SlugStoreContract}, which is the smallest, and with {@link
 * dev.dynogrid.tck.DynoRuntimeContract}, which is the one that matters most. Implementations to
 * test with, and to learn from, are in {@link dev.dynogrid.tck.memory}; {@link
 * dev.dynogrid.tck.WholePlatform} starts a platform in a test.
 */
@NullMarked
package dev.dynogrid.tck;

import org.jspecify.annotations.NullMarked;
