package dev.dynogrid.api;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Subscription;
import java.util.List;

/** The logs of apps: the newest 1,500 lines of each. */
public interface Logs {
  /**
   * The newest lines, oldest first.
   *
   * @param most how many at most, 1 or more
   */
  List<LogLine> recent(AppId app, int most);

  /**
   * Follows a log: first some recent lines, then each new one, in order and without a gap between
   * the two, on a thread of the platform's, until closed. A reader that falls more than 1,500 lines
   * behind misses some, and is told how many.
   *
   * @param recent how many recent lines first, 0 or more
   */
  Subscription tail(AppId app, int recent, LogSink reader);
}
