package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What SQLite's result codes mean to the platform. The message is SQLite's own only where it cannot
 * hold values; the exception itself is not handed on as a cause, since it may.
 */
final class SqliteErrors {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private final Path file;

  SqliteErrors(Path file) {
    this.file = file;
  }

  DynogridException translated(SQLException error) {
    // The low byte is the primary code, the rest says where it came from.
    int code = error.getErrorCode();
    return switch (code & 0xff) {
      case BUSY, LOCKED -> of(ErrorCode.TIMEOUT, "is busy: somebody else keeps it locked", code);
      case READONLY, CANTOPEN ->
          of(
              ErrorCode.MISSING_PREREQUISITE,
              "cannot be opened for writing: check the owner and the mode of it and its directory",
              code);
      case FULL -> of(ErrorCode.EXHAUSTED, "cannot grow: the disk is full; free some space", code);
      case NOTADB -> of(ErrorCode.CORRUPT, "is not an SQLite database", code);
      case CORRUPT -> of(ErrorCode.CORRUPT, "is damaged: restore it from a backup", code);
      case IOERR ->
          of(ErrorCode.INTERNAL, "cannot be read or written: the system reports an error", code);
      default -> of(ErrorCode.INTERNAL, "did not take a statement", code);
    };
  }

  DynogridException of(ErrorCode code, String what) {
    return new DynogridException(code, "state store " + file + " " + what);
  }

  private DynogridException of(ErrorCode code, String what, int sqlite) {
    return of(code, what + " (SQLite code " + sqlite + ")");
  }
}
