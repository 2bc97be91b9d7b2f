package dev.dynogrid.api.model;

import java.io.Serial;
import java.util.Objects;

/**
 * What every method of the platform and of its providers throws when it cannot do what it was
 * asked. The message says what happened, to what, and what to do; it holds no secrets.
 */
public class DynogridException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String message;

  /** An error of the given code. */
  public DynogridException(ErrorCode code, String message) {
    super(message);
    this.message = message;
    this.code = Objects.requireNonNull(code, "code");
  }

  /** An error of the given code that has a cause. */
  public DynogridException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.message = message;
    this.code = Objects.requireNonNull(code, "code");
  }

  /** What happened, to what, and what to do. */
  @Override
  public final String getMessage() {
    return message;
  }

  /** What went wrong, for programs. */
  public final ErrorCode code() {
    return code;
  }

  /** Whose fault it is. */
  public final Fault fault() {
    return code.fault();
  }
}
