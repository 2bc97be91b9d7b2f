package dev.dynogrid.core.store;

import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The numbered migrations. A file's schema number is its {@code user_version}; that the file is
 * ours says its {@code application_id}.
 *
 * @param migrations the scripts, number 1 first
 */
record SqliteSchema(List<String> migrations) {
  /** "DYNO". */
  private static final int APPLICATION_ID = 0x44594e4f;

  private static final int LATEST = 1;

  SqliteSchema {
    migrations = List.copyOf(migrations);
  }

  /** The migrations that this version of the library comes with. */
  static SqliteSchema ofThisVersion() {
    return new SqliteSchema(
        IntStream.rangeClosed(1, LATEST).mapToObj(SqliteSchema::script).toList());
  }

  private static String script(int number) {
    String name = "schema/" + "0".repeat(4 - Integer.toString(number).length()) + number + ".sql";
    try (InputStream in = SqliteSchema.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the migration " + name, e);
    }
  }

  /** Refuses files of others and of later versions. Only reads. */
  void check(SqliteSession session, SqliteErrors errors) throws SQLException {
    int application = Integer.parseInt(session.pragma("application_id"));
    int found = number(session);
    boolean fresh =
        application == 0 && found == 0 && session.number("select count(*) from sqlite_master") == 0;
    if (!fresh && application != APPLICATION_ID) {
      throw errors.of(ErrorCode.CORRUPT, "is a database of another program");
    }
    refuseNewer(found, errors);
  }

  /**
   * Brings the file up to the newest number, each step in one transaction. Called in a transaction,
   * and returns in one. Another control plane may have been faster: what counts is the number
   * inside.
   */
  void migrate(SqliteSession session, SqliteErrors errors) throws SQLException {
    int found = number(session);
    refuseNewer(found, errors);
    for (int next = found + 1; next <= migrations.size(); next = number(session) + 1) {
      session.run(migrations.get(next - 1));
      session.run("pragma application_id = " + APPLICATION_ID);
      session.run("pragma user_version = " + next);
      session.run("commit");
      session.run("begin immediate");
    }
  }

  private void refuseNewer(int found, SqliteErrors errors) {
    if (found > migrations.size()) {
      throw errors.of(
          ErrorCode.UNSUPPORTED,
          "was written by a newer version: its schema has number "
              + found
              + ", this version knows up to "
              + migrations.size()
              + "; start the newer version");
    }
  }

  private static int number(SqliteSession session) throws SQLException {
    return Integer.parseInt(session.pragma("user_version"));
  }
}
