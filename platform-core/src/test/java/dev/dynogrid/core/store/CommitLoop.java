package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.store.Commit;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * A process that commits pairs of records for ever, and says so after each commit. To be killed.
 */
final class CommitLoop {
  private CommitLoop() {}

  public static void main(String[] arguments) {
    try (SqliteStateStore store = new SqliteStateStore(Path.of(arguments[0]), Clock.systemUTC())) {
      store.open();
      while (true) {
        UUID id = UUID.randomUUID();
        store.commit(
            Commit.by(Actor.PLATFORM)
                .create("first", id, Optional.empty(), Optional.empty(), "{}")
                .create("second", id, Optional.empty(), Optional.empty(), "{}")
                .build());
        System.out.println(id);
      }
    }
  }
}
