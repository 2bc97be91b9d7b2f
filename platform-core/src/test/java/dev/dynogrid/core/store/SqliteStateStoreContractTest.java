package dev.dynogrid.core.store;

import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.tck.StateStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStateStoreContractTest extends StateStoreContract {
  @TempDir Path directory;

  @Override
  protected StateStore newStore() {
    return new SqliteStateStore(directory.resolve("state.db"), Clock.systemUTC());
  }
}
