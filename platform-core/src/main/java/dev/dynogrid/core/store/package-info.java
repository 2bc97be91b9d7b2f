/**
 * What survives: records in SQLite, slugs in files, config vars enciphered.
 *
 * <p>Start with {@link dev.dynogrid.core.store.Ledger}, the typed view that the rest of the
 * platform uses; {@link dev.dynogrid.core.store.SqliteStateStore} and {@link
 * dev.dynogrid.core.store.FileSlugStore} are the local implementations of the two stores.
 */
@NullMarked
package dev.dynogrid.core.store;

import org.jspecify.annotations.NullMarked;
