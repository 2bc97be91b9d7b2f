package dev.dynogrid.core.store;

import dev.dynogrid.api.store.ChangeFeed;
import dev.dynogrid.api.store.ChangeFeed.Changed;
import dev.dynogrid.api.store.Commit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The table of changes: the newest commits without a gap. So its greatest revision is that of the
 * last commit, and its least one tells what has been forgotten.
 */
final class SqliteChanges {
  private static final String NEWEST = "select max(revision) from change";

  private final long kept;

  /** Remembers that many commits. */
  SqliteChanges(long kept) {
    this.kept = kept;
  }

  long append(SqliteSession session, List<Commit.Change> changes) throws SQLException {
    long revision = session.number(NEWEST) + 1;
    int position = 0;
    for (Commit.Change change : changes) {
      session.update(
          "insert into change (revision, position, kind, id, deleted) values (?, ?, ?, ?, ?)",
          revision,
          position++,
          change.kind(),
          change.id().toString(),
          change instanceof Commit.Delete ? 1 : 0);
    }
    session.update("delete from change where revision <= ?", revision - kept);
    return revision;
  }

  ChangeFeed after(SqliteSession session, long revision, int limit) throws SQLException {
    // The three reads are one only inside of a transaction.
    session.run("begin");
    try {
      long newest = session.number(NEWEST);
      long oldest = session.number("select min(revision) from change");
      if (revision > newest || revision + 1 < oldest) {
        return new ChangeFeed(List.of(), newest, false);
      }
      return wholeCommits(rows(session, revision, limit), revision, limit);
    } finally {
      session.run("commit");
    }
  }

  /**
   * One more than the limit, to see whether the last commit is whole; and all of the first commit,
   * for otherwise a commit of more changes than the limit could never be passed.
   */
  private static List<Changed> rows(SqliteSession session, long revision, int limit)
      throws SQLException {
    return session.list(
        """
        select revision, kind, id, deleted from change where revision > ?
        order by revision, position
        limit max(? + 1, (select count(*) + 1 from change where revision = ? + 1))
        """,
        SqliteChanges::read,
        revision,
        (long) limit,
        revision);
  }

  private static ChangeFeed wholeCommits(List<Changed> rows, long revision, int limit) {
    List<Changed> whole = new ArrayList<>(rows);
    if (rows.size() > limit) {
      long last = rows.get(rows.size() - 1).revision();
      whole.removeIf(changed -> changed.revision() == last && last > revision + 1);
    }
    long reached = whole.isEmpty() ? revision : whole.get(whole.size() - 1).revision();
    return new ChangeFeed(whole, reached, true);
  }

  private static Changed read(ResultSet row) throws SQLException {
    return new Changed(
        row.getLong(1), row.getString(2), UUID.fromString(row.getString(3)), row.getInt(4) != 0);
  }
}
