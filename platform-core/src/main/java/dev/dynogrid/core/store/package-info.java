/**
 * What must survive. Start with {@link dev.dynogrid.core.store.Ledger} for what is stored, and with
 * {@link dev.dynogrid.core.store.SqliteStateStore} for how.
 */
@NullMarked
package dev.dynogrid.core.store;

import org.jspecify.annotations.NullMarked;
