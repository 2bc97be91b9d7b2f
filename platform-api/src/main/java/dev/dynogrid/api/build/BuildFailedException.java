package dev.dynogrid.api.build;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.Serial;

/** The source cannot be compiled, and its owner can mend that. Shown to the one who pushed. */
public final class BuildFailedException extends DynogridException {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure; the message says what, in which file and line, and what to do. */
  public BuildFailedException(String message) {
    super(ErrorCode.BUILD_FAILED, message);
  }

  /** A failure that has a cause. */
  public BuildFailedException(String message, Throwable cause) {
    super(ErrorCode.BUILD_FAILED, message, cause);
  }
}
