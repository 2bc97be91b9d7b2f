package dev.dynogrid.core.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** One connection with its prepared statements. For one thread at a time. */
final class SqliteSession implements AutoCloseable {
  private static final String BUSY_TIMEOUT_MS = "10000";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private SqliteSession(Connection connection) {
    this.connection = connection;
  }

  /** Makes of a row what the caller wants. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Opens a file as it is; nothing is written to it. */
  static SqliteSession open(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", BUSY_TIMEOUT_MS);
    return new SqliteSession(
        JDBC.createConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties));
  }

  /** Runs a script of statements without values. */
  void run(String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }
  }

  /** The value of a pragma. */
  String pragma(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("pragma " + name)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  int update(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next()) {
        found.add(row.read(rows));
      }
    }
    return found;
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Closes the connection, and with it the statements. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
