/**
 * The values that everything else speaks of: identities, apps, slugs, releases, dynos, and the
 * errors and codes that users meet.
 *
 * <p>Start with {@link dev.dynogrid.api.model.App}, {@link dev.dynogrid.api.model.Slug} and {@link
 * dev.dynogrid.api.model.Release}. All types are immutable and checked when they are made; all are
 * safe for use by many threads.
 */
@NullMarked
package dev.dynogrid.api.model;

import org.jspecify.annotations.NullMarked;
