package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import org.jspecify.annotations.Nullable;

/**
 * The line that a request leaves in its app's log. Nothing that a client sends can end the line or
 * look like another field: what is in quotes is escaped, what is not cannot hold a space.
 *
 * @param code why it was not answered by the app; null if it was
 * @param dyno empty if it was given to none
 * @param connectMillis less than 0 if there was no connection
 * @param serviceMillis less than 0 if it was not passed on
 */
record AccessLine(
    @Nullable RouterCode code,
    String method,
    String path,
    String host,
    String requestId,
    String fwd,
    String dyno,
    long connectMillis,
    long serviceMillis,
    int status,
    long bytes,
    String protocol) {
  private static final int USUAL_LENGTH = 256;

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(USUAL_LENGTH);
    if (code == null) {
      line.append("at=info");
    } else {
      line.append("at=error code=").append(code.name());
      quoted(line.append(" desc="), code.title());
    }
    line.append(" method=").append(method);
    quoted(line.append(" path="), path);
    line.append(" host=").append(host).append(" request_id=").append(requestId);
    quoted(line.append(" fwd="), fwd);
    line.append(" dyno=").append(dyno);
    millis(line.append(" connect="), connectMillis);
    millis(line.append(" service="), serviceMillis);
    line.append(" status=").append(status).append(" bytes=").append(bytes);
    return line.append(" protocol=").append(protocol).toString();
  }

  private static void millis(StringBuilder line, long millis) {
    if (millis >= 0) {
      line.append(millis).append("ms");
    }
  }

  private static void quoted(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
