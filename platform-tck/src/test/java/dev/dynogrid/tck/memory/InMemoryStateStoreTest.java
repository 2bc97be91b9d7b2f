package dev.dynogrid.tck.memory;

import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.tck.StateStoreContract;
import java.time.Clock;

final class InMemoryStateStoreTest extends StateStoreContract {
  private final InMemoryStateStore records = new InMemoryStateStore(Clock.systemUTC());

  @Override
  protected StateStore newStore() {
    return records.another();
  }
}
