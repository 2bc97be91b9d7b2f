package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.Lease;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The platform's state in one SQLite file of mode 0600, with a write-ahead log beside it. A commit
 * costs one sync of the log.
 *
 * <p>Several processes on one machine may share the file, by one store each; the file must not lie
 * on a network file system.
 */
public final class SqliteStateStore implements StateStore {
  private static final long COMMITS_REMEMBERED = 10_000;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  private final SqliteFile file;
  private final Clock clock;
  private final SqliteRecords records = new SqliteRecords();
  private final SqliteChanges changes;
  private final SqliteLeases leases = new SqliteLeases();

  /**
   * A store that is not open yet.
   *
   * @param file made at {@link #open}, in a directory that is there, unless there is one
   * @param clock for the times of records, and of leases
   */
  public SqliteStateStore(Path file, Clock clock) {
    this(file, clock, SqliteSchema.ofThisVersion(), COMMITS_REMEMBERED);
  }

  SqliteStateStore(Path file, Clock clock, SqliteSchema schema, long commitsRemembered) {
    this.file = new SqliteFile(file, schema);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.changes = new SqliteChanges(commitsRemembered);
  }

  @Override
  public void open() {
    file.open();
  }

  @Override
  public Optional<StoredRecord> get(String kind, UUID id) {
    return file.read(session -> records.get(session, kind, id));
  }

  @Override
  public Optional<StoredRecord> find(String kind, String name) {
    return file.read(session -> records.find(session, kind, name));
  }

  @Override
  public List<StoredRecord> list(String kind) {
    return file.read(session -> records.list(session, kind));
  }

  @Override
  public List<StoredRecord> listOwned(String kind, UUID owner) {
    return file.read(session -> records.listOwned(session, kind, owner));
  }

  @Override
  public long commit(Commit commit) {
    checkOneChangeARecord(commit);
    return file.write(session -> apply(session, commit));
  }

  private long apply(SqliteSession session, Commit commit) throws SQLException {
    Instant now = clock.instant();
    if (commit.lease().isPresent()) {
      leases.check(session, commit.lease().get(), now);
    }
    for (Commit.Change change : commit.changes()) {
      records.apply(session, change, commit.actor(), now);
    }
    return changes.append(session, commit.changes());
  }

  private static void checkOneChangeARecord(Commit commit) {
    record Key(String kind, UUID id) {}
    Set<Key> seen = new HashSet<>();
    for (Commit.Change change : commit.changes()) {
      Arguments.check(
          seen.add(new Key(change.kind(), change.id())),
          "changes",
          change.kind() + " " + change.id(),
          "at most one change a record");
    }
  }

  /** As the interface says; a commit of more changes than the limit comes whole. */
  @Override
  public ChangeFeed changes(long revision, int limit) {
    Arguments.check(revision >= 0, "revision", revision, "0 or more");
    Arguments.check(limit >= 1, "limit", limit, "1 or more");
    return file.read(session -> changes.after(session, revision, limit));
  }

  @Override
  public Optional<Lease> lease(String name, UUID holder, Duration duration) {
    Arguments.check(
        duration.compareTo(SHORTEST_LEASE) >= 0, "lease duration", duration, "1 s or more");
    return file.write(session -> leases.take(session, name, holder, duration, clock.instant()));
  }

  @Override
  public void release(Lease lease) {
    file.write(
        session -> {
          leases.giveBack(session, lease);
          return true;
        });
  }

  @Override
  public void close() {
    file.close();
  }
}
