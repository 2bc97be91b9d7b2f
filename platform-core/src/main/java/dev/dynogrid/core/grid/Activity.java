package dev.dynogrid.core.grid;

import dev.dynogrid.api.routing.AppTraffic;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of the requests to an app, for those that may idle.
 *
 * @param last when the last one was under way, or the app began to serve
 * @param seenAt when the mesh was last asked for that
 */
record Activity(Instant last, Instant seenAt) {
  /** As if a request had just come. */
  static Activity at(Instant now) {
    return new Activity(now, now);
  }

  Activity seen(AppTraffic traffic, Instant now) {
    boolean busy = traffic.waiting() > 0 || !traffic.inFlight().isEmpty();
    Instant request = busy ? now : traffic.lastRequest().orElse(last);
    return new Activity(request.isAfter(last) ? request : last, now);
  }

  Instant quietAt(Duration after) {
    return last.plus(after);
  }

  /** Whether nothing came for so long, by a look at the mesh that was late enough to know. */
  boolean isQuiet(Duration after) {
    return !seenAt.isBefore(quietAt(after));
  }
}
