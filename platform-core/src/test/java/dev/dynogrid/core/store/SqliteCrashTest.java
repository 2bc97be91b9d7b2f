package dev.dynogrid.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.StoredRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCrashTest {
  private static final List<Integer> COMMITS_BEFORE_THE_KILL = List.of(1, 60);

  @TempDir Path directory;

  @Test
  void killingTheProcessInAStreamOfCommitsLosesNoneThatWasAcknowledged() throws Exception {
    Path file = directory.resolve("state.db");
    List<UUID> acknowledged = new ArrayList<>();
    for (int commits : COMMITS_BEFORE_THE_KILL) {
      acknowledged.addAll(acknowledgedBeforeKill(file, commits));
    }
    try (SqliteStateStore store = new SqliteStateStore(file, Clock.systemUTC())) {
      store.open();
      List<UUID> first = ids(store.list("first"));
      ChangeFeed feed = store.changes(0, Integer.MAX_VALUE - 1);

      assertThat(first).containsAll(acknowledged);
      assertThat(ids(store.list("second"))).as("commits are whole").isEqualTo(first);
      assertThat(first.size() - acknowledged.size())
          .as("committed, but killed before it could be said")
          .isBetween(0, COMMITS_BEFORE_THE_KILL.size());
      assertThat(feed.changes()).hasSize(2 * first.size());
      assertThat(feed.revision()).isEqualTo(first.size());
    }
  }

  /**
   * SIGKILL, by the handle since the process itself would close its output too, comes while the
   * next commits are under way; what was printed until then counts.
   */
  private static List<UUID> acknowledgedBeforeKill(Path file, int commits)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CommitLoop.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<UUID> acknowledged = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (int i = 0; i < commits; i++) {
        acknowledged.add(UUID.fromString(lines.readLine()));
      }
      process.toHandle().destroyForcibly();
      // The last line may have been cut by the kill.
      lines
          .lines()
          .filter(line -> line.length() == 36)
          .map(UUID::fromString)
          .forEach(acknowledged::add);
      assertThat(process.waitFor()).isEqualTo(128 + 9);
    } finally {
      process.destroyForcibly();
    }
    return acknowledged;
  }

  private static List<UUID> ids(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::id).toList();
  }
}
