package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Brings the schema up, by the numbered scripts beside this class; SQLite keeps the number. */
final class Migrations {
  /** The number of the last script. */
  static final int LATEST = 1;

  private final Path file;

  Migrations(Path file) {
    this.file = file;
  }

  void bringUp(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > LATEST) {
      throw new DynogridException(
          ErrorCode.CORRUPT,
          "the store "
              + file
              + " has schema "
              + version
              + ", and this library knows up to "
              + LATEST
              + ": use a newer version of the library");
    }
    for (int next = version + 1; next <= LATEST; next++) {
      migrate(connection, next);
      connection.commit();
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static void migrate(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : script(number).split(";\\s*\n")) {
        if (!sql.isBlank()) {
          statement.executeUpdate(sql);
        }
      }
      statement.executeUpdate("PRAGMA user_version = " + number);
    }
  }

  private static String script(int number) {
    try (@Nullable InputStream script = Migrations.class.getResourceAsStream(number + ".sql")) {
      if (script == null) {
        throw new IllegalStateException("the library lacks its resource " + number + ".sql");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
