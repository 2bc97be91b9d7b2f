package dev.dynogrid.core.store;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.store.Commit;
import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of records. */
final class SqliteRecords {
  private static final String SELECT =
      """
      select kind, id, owner, name, version, json, created_at, updated_at, updated_by
      from record where kind = ?\s""";

  Optional<StoredRecord> get(SqliteSession session, String kind, UUID id) throws SQLException {
    return session.first(SELECT + "and id = ?", SqliteRecords::read, kind, id.toString());
  }

  Optional<StoredRecord> find(SqliteSession session, String kind, String name) throws SQLException {
    return session.first(SELECT + "and name = ?", SqliteRecords::read, kind, name);
  }

  List<StoredRecord> list(SqliteSession session, String kind) throws SQLException {
    return session.list(SELECT + "order by seq", SqliteRecords::read, kind);
  }

  List<StoredRecord> listOwned(SqliteSession session, String kind, UUID owner) throws SQLException {
    return session.list(
        SELECT + "and owner = ? order by seq", SqliteRecords::read, kind, owner.toString());
  }

  private static StoredRecord read(ResultSet row) throws SQLException {
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

  void apply(SqliteSession session, Commit.Change change, Actor actor, Instant now)
      throws SQLException {
    checkVersion(session, change);
    if (change instanceof Commit.Put put) {
      checkName(session, put);
      if (put.expectedVersion() == 0) {
        insert(session, put, actor, now);
      } else {
        update(session, put, actor, now);
      }
    } else {
      session.update(
          "delete from record where kind = ? and id = ?", change.kind(), change.id().toString());
    }
  }

  private static void checkVersion(SqliteSession session, Commit.Change change)
      throws SQLException {
    long found =
        session.number(
            "select version from record where kind = ? and id = ?",
            change.kind(),
            change.id().toString());
    if (found != change.expectedVersion()) {
      throw new ConflictException(
          false,
          change.kind()
              + " "
              + change.id()
              + ": expected "
              + version(change.expectedVersion())
              + ", found "
              + version(found)
              + " (read it again)");
    }
  }

  private static String version(long version) {
    return version == 0 ? "no such record" : "version " + version;
  }

  private static void checkName(SqliteSession session, Commit.Put put) throws SQLException {
    @Nullable String name = put.name().orElse(null);
    if (name == null) {
      return;
    }
    Optional<String> holder =
        session.first(
            "select id from record where kind = ? and name = ?",
            row -> row.getString(1),
            put.kind(),
            name);
    if (holder.isPresent() && !holder.get().equals(put.id().toString())) {
      throw new ConflictException(
          true,
          put.kind() + " " + put.id() + ": the name " + name + " is taken by " + holder.get());
    }
  }

  private static void insert(SqliteSession session, Commit.Put put, Actor actor, Instant now)
      throws SQLException {
    session.update(
        """
        insert into record
          (kind, id, owner, name, version, json, created_at, created_by, updated_at, updated_by)
        values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
        """,
        put.kind(),
        put.id().toString(),
        put.owner().map(UUID::toString).orElse(null),
        put.name().orElse(null),
        put.json(),
        now.toEpochMilli(),
        actor.name(),
        now.toEpochMilli(),
        actor.name());
  }

  private static void update(SqliteSession session, Commit.Put put, Actor actor, Instant now)
      throws SQLException {
    int updated =
        session.update(
            """
            update record
            set name = ?, json = ?, version = version + 1, updated_at = ?, updated_by = ?
            where kind = ? and id = ? and owner is ?
            """,
            put.name().orElse(null),
            put.json(),
            now.toEpochMilli(),
            actor.name(),
            put.kind(),
            put.id().toString(),
            put.owner().map(UUID::toString).orElse(null));
    Arguments.check(
        updated == 1,
        "owner of " + put.kind() + " " + put.id(),
        put.owner().map(UUID::toString).orElse("none"),
        "the one that it was created with");
  }
}
