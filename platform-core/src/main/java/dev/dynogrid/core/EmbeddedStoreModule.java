package dev.dynogrid.core;

import dagger.Binds;
import dagger.Module;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.core.store.FileSlugStore;
import dev.dynogrid.core.store.SqliteStateStore;

/** State in SQLite and slugs in files, both in the data directory. */
@Module(includes = LocalParts.class)
public interface EmbeddedStoreModule {
  /** The StateStore. */
  @Binds
  StateStore store(SqliteStateStore implementation);

  /** The SlugStore. */
  @Binds
  SlugStore slugs(FileSlugStore implementation);
}
