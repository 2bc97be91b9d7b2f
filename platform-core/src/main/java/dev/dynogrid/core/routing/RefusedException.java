package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.Serial;

/**
 * A message that is not taken, with the reason. Thrown once a bad message: it has no stack trace.
 */
final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(String reason) {
    this(reason, HttpResponseStatus.BAD_REQUEST);
  }

  RefusedException(String reason, HttpResponseStatus status) {
    super(reason, null, false, false);
    this.status = status.code();
  }

  /** What the one who sent it is answered. */
  int status() {
    return status;
  }
}
