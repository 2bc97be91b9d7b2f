package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The body of a request: kept, in bounds, until there is a dyno; then passed on as it comes. */
final class RequestBody {
  private final boolean exists;
  private final ArrayDeque<HttpContent> kept;
  private int keptBytes;
  private boolean complete;

  RequestBody(boolean exists) {
    this.exists = exists;
    kept = new ArrayDeque<>(exists ? 4 : 1);
  }

  boolean exists() {
    return exists;
  }

  /** Whether the client has sent all of the request. */
  boolean isComplete() {
    return complete;
  }

  /** Whether nothing more of the request is to come for a dyno. */
  boolean isSent() {
    return complete || !exists;
  }

  boolean hasRoom() {
    return keptBytes < Limits.WAITING_BODY;
  }

  /** What comes can no longer be used. */
  void ends() {
    complete = true;
  }

  void take(HttpContent content, @Nullable DynoConnection dyno) {
    complete |= content instanceof LastHttpContent;
    if (!exists) {
      content.release(); // the end of a request without a body went with its head
    } else if (dyno != null) {
      dyno.write(content);
    } else {
      kept.add(content);
      keptBytes += content.content().readableBytes();
    }
  }

  void passTo(DynoConnection dyno) {
    if (!exists) {
      dyno.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    for (HttpContent content = kept.poll(); content != null; content = kept.poll()) {
      dyno.write(content);
    }
    keptBytes = 0;
  }

  void release() {
    for (HttpContent content = kept.poll(); content != null; content = kept.poll()) {
      content.release();
    }
  }
}
