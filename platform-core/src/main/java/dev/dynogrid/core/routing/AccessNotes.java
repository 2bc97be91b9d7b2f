package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is noted of a request on its way, for its line in the log. */
final class AccessNotes {
  private final String method;
  private String path;
  private String host = "";
  private String requestId = "";
  private String fwd = "";
  private String dyno = "";
  private long connectNanos = -1;
  private long passedAt;
  private boolean passed;
  private long bytes;
  private int status;

  AccessNotes(String method, String path) {
    this.method = method;
    this.path = path;
  }

  void target(String meantHost, String meantPath) {
    host = meantHost;
    path = meantPath;
  }

  String host() {
    return host;
  }

  void origin(String id, String from) {
    requestId = id;
    fwd = from;
  }

  String requestId() {
    return requestId;
  }

  void target(Target target) {
    dyno = target.route().name().toString();
  }

  void passed(long connectTook) {
    connectNanos = connectTook;
    passed = true;
    passedAt = System.nanoTime();
  }

  void bytes(int more) {
    bytes += more;
  }

  /** The response has begun with this status. */
  void status(int sent) {
    status = sent;
  }

  /** The status that has been sent, or another if none has. */
  int statusOr(int other) {
    return status == 0 ? other : status;
  }

  AccessLine line(@Nullable RouterCode code, int finalStatus) {
    return new AccessLine(
        code,
        method,
        path,
        host,
        requestId,
        fwd,
        dyno,
        connectNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(connectNanos),
        passed ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - passedAt) : -1,
        finalStatus,
        bytes,
        "http");
  }
}
