package dev.dynogrid.core.routing;

import java.io.Serial;

/**
 * A message that is not taken, with the reason. Thrown once a bad message: it has no stack trace.
 */
final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason, null, false, false);
  }
}
