package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.Serial;

/** A release did not prove that it starts. */
public final class CheckFailedException extends DynogridException {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure; the message is for the one who pushed. */
  public CheckFailedException(String message) {
    super(ErrorCode.CHECK_FAILED, message);
  }
}
