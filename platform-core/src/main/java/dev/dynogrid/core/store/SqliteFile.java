package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/** The connections to one SQLite file: one that writes, and some that read and are used again. */
final class SqliteFile {
  private static final int BUSY_MILLIS = 10_000;
  private static final int READERS_KEPT = 4;

  private final Object writing = new Object();
  private final Deque<Connection> readers = new ArrayDeque<>();
  private final Path path;
  private @Nullable Connection writer;
  private boolean closed;

  /** Something done with a connection. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Something done with a connection that gives nothing back. */
  interface Update {
    void run(Connection connection) throws SQLException;
  }

  SqliteFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  void open() {
    try {
      if (!Files.exists(path)) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      synchronized (writing) {
        writer = connect(false);
      }
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE, "cannot make the store " + path + ": " + e, e);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private Connection connect(boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    connection.setAutoCommit(readOnly);
    return connection;
  }

  /** One transaction: all of it is on the disk when this returns, or none of it. */
  <T> T write(Work<T> work) {
    synchronized (writing) {
      Connection connection = writer;
      if (connection == null) {
        throw notOpen();
      }
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException e) {
        rollBack(connection, e);
        throw failure(e);
      } catch (RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  /** {@link #write} for what gives nothing back. */
  void update(Update update) {
    write(
        connection -> {
          update.run(connection);
          return true;
        });
  }

  private static void rollBack(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  <T> T read(Work<T> work) {
    try {
      Connection connection = borrow();
      try {
        return work.run(connection);
      } finally {
        giveBack(connection);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private Connection borrow() throws SQLException {
    synchronized (readers) {
      if (closed) {
        throw notOpen();
      }
      @Nullable Connection kept = readers.poll();
      if (kept != null) {
        return kept;
      }
    }
    return connect(true);
  }

  private void giveBack(Connection connection) throws SQLException {
    synchronized (readers) {
      if (!closed && readers.size() < READERS_KEPT) {
        readers.push(connection);
        return;
      }
    }
    connection.close();
  }

  private DynogridException notOpen() {
    return new DynogridException(ErrorCode.NOT_RUNNING, "the store " + path + " is not open");
  }

  /** SQLite's words name no values, so that nothing secret is in them. */
  private DynogridException failure(SQLException e) {
    String what = "the store " + path + ": " + e.getMessage();
    if (e instanceof SQLiteException sqlite) {
      return switch (sqlite.getResultCode()) {
        case SQLITE_FULL ->
            new DynogridException(ErrorCode.EXHAUSTED, what + ": free some room on its disk", e);
        case SQLITE_CORRUPT, SQLITE_NOTADB ->
            new DynogridException(
                ErrorCode.CORRUPT, what + ": put back a copy of the file, or move it away", e);
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM ->
            new DynogridException(
                ErrorCode.MISSING_PREREQUISITE, what + ": make the file writable", e);
        default -> new DynogridException(ErrorCode.INTERNAL, what, e);
      };
    }
    return new DynogridException(ErrorCode.INTERNAL, what, e);
  }

  void close() {
    try {
      synchronized (writing) {
        @Nullable Connection connection = writer;
        writer = null;
        if (connection != null) {
          connection.close();
        }
      }
      synchronized (readers) {
        closed = true;
        for (Connection reader : readers) {
          reader.close();
        }
        readers.clear();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
