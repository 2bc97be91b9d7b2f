package dev.dynogrid.core.store;

import static com.google.common.util.concurrent.Uninterruptibles.tryAcquireUninterruptibly;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file: one session that writes, a few that read beside it. In WAL mode readers and
 * the writer do not wait for each other.
 */
final class SqliteFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SqliteFile.class);
  private static final int READERS = 4;
  private static final long PATIENCE_SECONDS = 20;

  private static final String WRITER_SETTINGS =
      """
      pragma synchronous = full;
      pragma fullfsync = on;
      pragma journal_size_limit = 16777216;
      """;

  private final Path path;
  private final SqliteSchema schema;
  private final SqliteErrors errors;
  private final Semaphore writing = new Semaphore(1, true);
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Deque<SqliteSession> idleReaders = new ArrayDeque<>();
  private @Nullable SqliteSession writer;
  private volatile boolean open;

  SqliteFile(Path path, SqliteSchema schema) {
    this.path = path;
    this.schema = schema;
    this.errors = new SqliteErrors(path);
  }

  /** What is done with a session. */
  @FunctionalInterface
  interface Work<T> {
    T in(SqliteSession session) throws SQLException;
  }

  void open() {
    create();
    open = true;
    try {
      write(
          session -> {
            schema.migrate(session, errors);
            return true;
          });
    } catch (DynogridException e) {
      close();
      throw e;
    }
  }

  /** SQLite gives the files that it makes beside this one the same mode. */
  private void create() {
    if (Files.exists(path)) {
      return;
    }
    try {
      Files.createFile(path, DurableFiles.ownerOnlyFile(path));
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        DurableFiles.syncDirectory(directory);
      }
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE,
          "state store " + path + " cannot be created (" + e + "): name a folder that is writable",
          e);
    }
  }

  /** Looks at the file before it changes anything of it. */
  private SqliteSession connectWriter() throws SQLException {
    SqliteSession session = SqliteSession.open(path);
    try {
      schema.check(session, errors);
      if (!session.pragma("journal_mode").equals("wal")
          && !session.pragma("journal_mode = wal").equals("wal")) {
        throw errors.of(
            ErrorCode.MISSING_PREREQUISITE,
            "lies on a file system without shared memory maps: use a local one");
      }
      session.run(WRITER_SETTINGS);
      return session;
    } catch (SQLException | DynogridException e) {
      session.close();
      throw e;
    }
  }

  /** Reads a state of the store that is not older than the last commit before the call. */
  <T> T read(Work<T> work) {
    return within(
        reading,
        () -> {
          SqliteSession session = idleReader();
          boolean usable = false;
          try {
            T result = work.in(session);
            usable = true;
            return result;
          } finally {
            giveBack(session, usable);
          }
        });
  }

  private SqliteSession idleReader() throws SQLException {
    synchronized (idleReaders) {
      if (!idleReaders.isEmpty()) {
        return idleReaders.pop();
      }
    }
    SqliteSession session = SqliteSession.open(path);
    session.run("pragma query_only = on");
    return session;
  }

  private void giveBack(SqliteSession session, boolean usable) throws SQLException {
    synchronized (idleReaders) {
      if (usable && open) {
        idleReaders.push(session);
        return;
      }
    }
    session.close();
  }

  /**
   * Does the work in one transaction, which is durable on return; if it throws, nothing is done.
   */
  <T> T write(Work<T> work) {
    return exclusively(
        () -> {
          SqliteSession session = writer();
          boolean clean = false;
          try {
            session.run("begin immediate");
            T result = work.in(session);
            session.run("commit");
            clean = true;
            return result;
          } catch (DynogridException | IllegalArgumentException e) {
            session.run("rollback");
            clean = true;
            throw e;
          } finally {
            if (!clean) {
              dropWriter(session);
            }
          }
        });
  }

  private SqliteSession writer() throws SQLException {
    SqliteSession current = writer;
    if (current == null) {
      current = connectWriter();
      writer = current;
    }
    return current;
  }

  /** What a failed statement leaves behind is not worth knowing: closing rolls back. */
  private void dropWriter(SqliteSession session) {
    writer = null;
    try {
      session.close();
    } catch (SQLException e) {
      log.warn("a connection to {} did not close: SQLite code {}", path, e.getErrorCode());
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws SQLException;
  }

  private <T> T exclusively(Step<T> step) {
    return within(writing, step);
  }

  private <T> T within(Semaphore bound, Step<T> step) {
    acquire(bound);
    try {
      if (!open) {
        throw errors.of(ErrorCode.NOT_RUNNING, "is not open");
      }
      return step.take();
    } catch (SQLException e) {
      throw errors.translated(e);
    } finally {
      bound.release();
    }
  }

  /** Interrupts wait: whoever is cancelled still has to write down what became of its work. */
  private void acquire(Semaphore bound) {
    if (!tryAcquireUninterruptibly(bound, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw errors.of(ErrorCode.TIMEOUT, "is busy: no turn within " + PATIENCE_SECONDS + " s");
    }
  }

  /** The last one to close moves what is in the log into the file. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    exclusively(
        () -> {
          open = false;
          synchronized (idleReaders) {
            for (SqliteSession session : idleReaders) {
              session.close();
            }
            idleReaders.clear();
          }
          SqliteSession last = writer;
          writer = null;
          if (last != null) {
            last.close();
          }
          return true;
        });
  }
}
