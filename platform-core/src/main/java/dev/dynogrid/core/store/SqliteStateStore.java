package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.Lease;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.api.store.StoredRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state in one SQLite file, in write-ahead mode, each commit forced to the disk. One connection
 * writes; reads go beside it.
 */
public final class SqliteStateStore implements StateStore {
  /** Older changes are forgotten: whoever was away for so long reads everything anew. */
  private static final int CHANGES_KEPT = 10_000;

  private static final String COLUMNS =
      "kind, id, owner, name, version, json, created_at, updated_at, updated_by";

  private final SqliteFile file;
  private final Clock clock;

  /** A store that does nothing until it is opened. */
  public SqliteStateStore(Path file, Clock clock) {
    this.file = new SqliteFile(file);
    this.clock = clock;
  }

  @Override
  public void open() {
    file.open();
    file.update(connection -> new Migrations(file.path()).bringUp(connection));
  }

  @Override
  public Optional<StoredRecord> get(String kind, UUID id) {
    return select("kind = ? AND id = ?", kind, id.toString()).stream().findFirst();
  }

  @Override
  public Optional<StoredRecord> find(String kind, String name) {
    return select("kind = ? AND name = ?", kind, name).stream().findFirst();
  }

  @Override
  public List<StoredRecord> list(String kind) {
    return select("kind = ?", kind);
  }

  @Override
  public List<StoredRecord> listOwned(String kind, UUID owner) {
    return select("kind = ? AND owner = ?", kind, owner.toString());
  }

  private List<StoredRecord> select(String where, String... values) {
    String sql = "SELECT " + COLUMNS + " FROM record WHERE " + where + " ORDER BY rowid";
    return file.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setString(i + 1, values[i]);
            }
            List<StoredRecord> records = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                records.add(record(rows));
              }
            }
            return records;
          }
        });
  }

  private static StoredRecord record(ResultSet row) throws SQLException {
    return new StoredRecord(
        row.getString(1),
        UUID.fromString(row.getString(2)),
        Optional.ofNullable(row.getString(3)).map(UUID::fromString),
        Optional.ofNullable(row.getString(4)),
        row.getLong(5),
        row.getString(6),
        Instant.ofEpochMilli(row.getLong(7)),
        Instant.ofEpochMilli(row.getLong(8)),
        new Actor(row.getString(9)));
  }

  @Override
  public long commit(Commit commit) {
    return file.write(
        connection -> {
          if (commit.lease().isPresent()) {
            requireHeld(connection, commit.lease().get());
          }
          long revision = count(connection, "revision") + 1;
          for (Commit.Change change : commit.changes()) {
            apply(connection, change, commit.actor(), revision);
          }
          setCount(connection, "revision", revision);
          forgetOldChanges(connection, revision);
          return revision;
        });
  }

  private void requireHeld(Connection connection, Lease lease) throws SQLException {
    Optional<Lease> now = findLease(connection, lease.name());
    boolean held =
        now.isPresent()
            && now.get().holder().equals(lease.holder())
            && now.get().fencing() == lease.fencing()
            && now.get().until().isAfter(clock.instant());
    if (!held) {
      throw new ConflictException(
          false, "lease " + lease.name() + " is not held any more by " + lease.holder());
    }
  }

  private void apply(Connection connection, Commit.Change change, Actor actor, long revision)
      throws SQLException {
    long version = versionOf(connection, change);
    if (version != change.expectedVersion()) {
      throw new ConflictException(
          false,
          change.kind()
              + " "
              + change.id()
              + ": version "
              + version
              + " (expected: version "
              + change.expectedVersion()
              + ")");
    }
    if (change instanceof Commit.Put put) {
      put(connection, put, actor);
    } else {
      execute(
          connection,
          "DELETE FROM record WHERE kind = ? AND id = ?",
          change.kind(),
          change.id().toString());
    }
    execute(
        connection,
        "INSERT INTO change (revision, kind, id, deleted) VALUES (?, ?, ?, ?)",
        revision,
        change.kind(),
        change.id().toString(),
        change instanceof Commit.Delete ? 1 : 0);
  }

  private static long versionOf(Connection connection, Commit.Change change) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM record WHERE kind = ? AND id = ?")) {
      statement.setString(1, change.kind());
      statement.setString(2, change.id().toString());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private void put(Connection connection, Commit.Put put, Actor actor) throws SQLException {
    requireFree(connection, put);
    long now = clock.millis();
    if (put.expectedVersion() == 0) {
      execute(
          connection,
          "INSERT INTO record (kind, id, owner, name, version, json, created_at, updated_at,"
              + " created_by, updated_by) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)",
          put.kind(),
          put.id().toString(),
          put.owner().map(UUID::toString).orElse(null),
          put.name().orElse(null),
          put.json(),
          now,
          now,
          actor.name(),
          actor.name());
    } else {
      execute(
          connection,
          "UPDATE record SET name = ?, version = version + 1, json = ?, updated_at = ?,"
              + " updated_by = ? WHERE kind = ? AND id = ?",
          put.name().orElse(null),
          put.json(),
          now,
          actor.name(),
          put.kind(),
          put.id().toString());
    }
  }

  private static void requireFree(Connection connection, Commit.Put put) throws SQLException {
    if (put.name().isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT id FROM record WHERE kind = ? AND name = ? AND id <> ?")) {
      statement.setString(1, put.kind());
      statement.setString(2, put.name().get());
      statement.setString(3, put.id().toString());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          throw new ConflictException(true, put.kind() + " name " + put.name().get() + " is taken");
        }
      }
    }
  }

  private static void forgetOldChanges(Connection connection, long revision) throws SQLException {
    long forgotten = revision - CHANGES_KEPT;
    if (forgotten > 0 && forgotten % 100 == 0) {
      execute(connection, "DELETE FROM change WHERE revision <= ?", forgotten);
      setCount(connection, "forgotten", forgotten);
    }
  }

  @Override
  public ChangeFeed changes(long revision, int limit) {
    Arguments.check(limit >= 1, "limit", limit, "1 or more");
    return file.read(
        connection -> {
          boolean complete = revision >= count(connection, "forgotten");
          List<ChangeFeed.Changed> changes =
              complete ? changesAfter(connection, revision, limit) : List.of();
          long reached =
              changes.size() == limit
                  ? changes.get(limit - 1).revision()
                  : count(connection, "revision");
          return new ChangeFeed(changes, reached, complete);
        });
  }

  /** Never ends within a commit, so that going on from its revision misses nothing. */
  private static List<ChangeFeed.Changed> changesAfter(
      Connection connection, long revision, int limit) throws SQLException {
    List<ChangeFeed.Changed> changes = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT revision, kind, id, deleted FROM change WHERE revision > ? AND revision <="
                + " coalesce((SELECT revision FROM change WHERE revision > ?"
                + " ORDER BY revision LIMIT 1 OFFSET ?), 9223372036854775807)"
                + " ORDER BY revision, rowid")) {
      statement.setLong(1, revision);
      statement.setLong(2, revision);
      statement.setInt(3, limit - 1);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          changes.add(
              new ChangeFeed.Changed(
                  rows.getLong(1),
                  rows.getString(2),
                  UUID.fromString(rows.getString(3)),
                  rows.getInt(4) == 1));
        }
      }
    }
    return changes;
  }

  @Override
  public Optional<Lease> lease(String name, UUID holder, Duration duration) {
    Arguments.check(duration.toMillis() >= 1000, "lease duration", duration, "1 s or more");
    return file.write(
        connection -> {
          Instant now = clock.instant();
          Optional<Lease> before = findLease(connection, name);
          boolean own = before.map(lease -> lease.holder().equals(holder)).orElse(false);
          boolean live = before.map(lease -> lease.until().isAfter(now)).orElse(false);
          if (live && !own) {
            return Optional.empty();
          }
          long fencing = before.map(Lease::fencing).orElse(0L) + (own && live ? 0 : 1);
          Lease lease = new Lease(name, holder, fencing, now.plus(duration));
          execute(
              connection,
              "INSERT INTO lease (name, holder, fencing, until) VALUES (?, ?, ?, ?) ON CONFLICT"
                  + " (name) DO UPDATE SET holder = excluded.holder, fencing = excluded.fencing,"
                  + " until = excluded.until",
              name,
              holder.toString(),
              fencing,
              lease.until().toEpochMilli());
          return Optional.of(lease);
        });
  }

  @Override
  public void release(Lease lease) {
    file.update(
        connection ->
            execute(
                connection,
                "UPDATE lease SET until = 0 WHERE name = ? AND holder = ? AND fencing = ?",
                lease.name(),
                lease.holder().toString(),
                lease.fencing()));
  }

  private static Optional<Lease> findLease(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT holder, fencing, until FROM lease WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Lease(
                    name,
                    UUID.fromString(row.getString(1)),
                    row.getLong(2),
                    Instant.ofEpochMilli(row.getLong(3))))
            : Optional.empty();
      }
    }
  }

  private static long count(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM counter WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new DynogridException(ErrorCode.CORRUPT, "the store lacks its counter " + name);
        }
        return row.getLong(1);
      }
    }
  }

  private static void setCount(Connection connection, String name, long value) throws SQLException {
    execute(connection, "UPDATE counter SET value = ? WHERE name = ?", value, name);
  }

  private static void execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
