package dev.dynogrid.core.store;

import dev.dynogrid.api.store.ConflictException;
import dev.dynogrid.api.store.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of leases. */
final class SqliteLeases {
  private static final String SELECT = "select holder, fencing, ends_at from lease where name = ?";

  /** A lease as it is stored; without a holder if it was given back. */
  private record Row(@Nullable String holder, long fencing, long endsAt) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(row.getString(1), row.getLong(2), row.getLong(3));
    }

    boolean isOf(UUID who) {
      return who.toString().equals(holder);
    }

    boolean isHeldAt(Instant now) {
      return holder != null && now.toEpochMilli() < endsAt;
    }
  }

  Optional<Lease> take(
      SqliteSession session, String name, UUID holder, Duration duration, Instant now)
      throws SQLException {
    Row found = session.first(SELECT, Row::read, name).orElse(new Row(null, 0, 0));
    if (found.isHeldAt(now) && !found.isOf(holder)) {
      return Optional.empty();
    }
    long fencing = found.isOf(holder) ? found.fencing() : found.fencing() + 1;
    Instant until = Instant.ofEpochMilli(now.plus(duration).toEpochMilli());
    session.update(
        "insert or replace into lease (name, holder, fencing, ends_at) values (?, ?, ?, ?)",
        name,
        holder.toString(),
        fencing,
        until.toEpochMilli());
    return Optional.of(new Lease(name, holder, fencing, until));
  }

  void check(SqliteSession session, Lease lease, Instant now) throws SQLException {
    Optional<Row> found = session.first(SELECT, Row::read, lease.name());
    boolean held =
        found
            .filter(row -> row.isHeldAt(now) && row.isOf(lease.holder()))
            .filter(row -> row.fencing() == lease.fencing())
            .isPresent();
    if (!held) {
      throw new ConflictException(
          false,
          "lease "
              + lease.name()
              + " is no longer held by "
              + lease.holder()
              + " with fencing number "
              + lease.fencing()
              + " (take it again)");
    }
  }

  void giveBack(SqliteSession session, Lease lease) throws SQLException {
    session.update(
        "update lease set holder = null where name = ? and holder = ? and fencing = ?",
        lease.name(),
        lease.holder().toString(),
        lease.fencing());
  }
}
