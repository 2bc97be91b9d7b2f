package dev.dynogrid.core.store;

import static dev.dynogrid.core.store.StoreErrors.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqliteErrorsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "5, TIMEOUT",
    "261, TIMEOUT",
    "8, MISSING_PREREQUISITE",
    "14, MISSING_PREREQUISITE",
    "11, CORRUPT",
    "267, CORRUPT",
    "26, CORRUPT",
    "13, EXHAUSTED",
    "10, INTERNAL",
    "19, INTERNAL"
  })
  void resultCodesHaveTheirMeaningAndNoMessageOfSqlite(int sqlite, ErrorCode expected) {
    DynogridException error =
        new SqliteErrors(Path.of("state.db"))
            .translated(new SQLException("near \"secret\": no", "", sqlite));

    assertThat(error.code()).isEqualTo(expected);
    assertThat(error)
        .hasMessageStartingWith("state store state.db ")
        .hasMessageEndingWith("(SQLite code " + sqlite + ")")
        .hasNoCause();
  }

  @Test
  void aFullDiskIsToldAndTheStoreGoesOnOnceThereIsSpace() throws Exception {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString()));
    try (SqliteStateStore store =
        new SqliteStateStore(directory.resolve("state.db"), Clock.systemUTC())) {
      store.open();
      Path ballast = Files.write(directory.resolve("ballast"), new byte[300_000]);
      messageOf(ErrorCode.EXHAUSTED, () -> commit(store, 1_000_000))
          .contains("the disk is full; free some space")
          .doesNotContain("xxxx");
      assertThat(store.list("app")).isEmpty();

      Files.delete(ballast);
      commit(store, 100_000);
      assertThat(store.list("app")).hasSize(1);
    } finally {
      run("umount", directory.toString());
    }
  }

  @Test
  void aStoreThatSomebodyKeepsLockedIsReadMeanwhile() throws Exception {
    Path file = directory.resolve("state.db");
    try (SqliteStateStore store = new SqliteStateStore(file, Clock.systemUTC())) {
      store.open();
      commit(store, 10);
      try (SqliteSession locker = SqliteSession.open(file)) {
        locker.run("begin immediate");
        assertThat(store.list("app")).hasSize(1);
        locker.run("rollback");
      }
      commit(store, 10);
    }
  }

  @Test
  void aThreadThatIsInterruptedStillWritesAndStaysInterrupted() {
    try (SqliteStateStore store =
        new SqliteStateStore(directory.resolve("state.db"), Clock.systemUTC())) {
      store.open();
      Thread.currentThread().interrupt();
      commit(store, 10);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.list("app")).hasSize(1);
    }
  }

  private static void commit(SqliteStateStore store, int characters) {
    String body = "{\"text\":\"" + "x".repeat(characters) + "\"}";
    store.commit(
        Commit.by(Actor.PLATFORM)
            .create("app", UUID.randomUUID(), Optional.empty(), Optional.empty(), body)
            .build());
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
