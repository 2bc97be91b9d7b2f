package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: kept, in bounds, until there is a dyno, then passed on as it comes. What
 * may be sent a second time is kept, in the same bounds, until the response begins.
 */
final class RequestBody {
  private final boolean exists;
  private final ArrayDeque<HttpContent> kept;
  private boolean repeatable;
  private long keptBytes;
  private boolean complete;

  RequestBody(boolean exists, boolean repeatable) {
    this.exists = exists;
    this.repeatable = repeatable;
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

  /** Whether another dyno can be sent all of it from its beginning. */
  boolean isRepeatable() {
    return repeatable;
  }

  /** It will not be sent a second time. */
  void settle() {
    repeatable = false;
    release();
  }

  /** What comes can no longer be used. */
  void ends() {
    complete = true;
  }

  void take(HttpContent content, @Nullable DynoConnection dyno) {
    complete |= content instanceof LastHttpContent;
    if (!exists) {
      content.release(); // the end of a request without a body went with its head
    } else if (dyno == null) {
      keep(content);
    } else {
      if (repeatable) {
        keep(content.retainedDuplicate());
        if (!hasRoom()) {
          settle();
        }
      }
      dyno.write(content);
    }
  }

  private void keep(HttpContent content) {
    kept.add(content);
    keptBytes += content.content().readableBytes() + Limits.PER_PART;
  }

  void passTo(DynoConnection dyno) {
    repeatable &= hasRoom();
    if (repeatable) {
      kept.forEach(content -> dyno.write(content.retainedDuplicate()));
    } else {
      for (HttpContent content = kept.poll(); content != null; content = kept.poll()) {
        dyno.write(content);
      }
      keptBytes = 0;
    }
  }

  void release() {
    for (HttpContent content = kept.poll(); content != null; content = kept.poll()) {
      content.release();
    }
    keptBytes = 0;
  }
}
