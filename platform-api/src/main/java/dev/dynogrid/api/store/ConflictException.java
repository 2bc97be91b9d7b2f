package dev.dynogrid.api.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.Serial;

/**
 * A commit found something else than it expected, and changed nothing. Read again, decide again.
 */
public final class ConflictException extends DynogridException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean nameTaken;

  /**
   * A conflict.
   *
   * @param nameTaken whether a name was taken, rather than a version or a lease outdated
   * @param message which record, what was expected, what was found
   */
  public ConflictException(boolean nameTaken, String message) {
    super(ErrorCode.CONFLICT, message);
    this.nameTaken = nameTaken;
  }

  /** Whether a name was taken, rather than a version or a lease outdated. */
  public boolean nameTaken() {
    return nameTaken;
  }
}
