package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.Subscription;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest lines of every app's log, for those who look back and those who follow. */
public final class AppLogs implements LogSink {
  private static final Logger log = LoggerFactory.getLogger(AppLogs.class);

  private final Map<AppId, AppLog> logs = new ConcurrentHashMap<>();
  private final Set<LogSink> failing = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private final Executor executor;
  private final List<LogSink> further;

  /**
   * Logs that are kept in memory.
   *
   * @param executor delivers lines to those who follow
   * @param further get every line as well
   */
  public AppLogs(Clock clock, Executor executor, List<LogSink> further) {
    this.clock = clock;
    this.executor = executor;
    this.further = List.copyOf(further);
  }

  @Override
  public void accept(LogLine line) {
    logs.computeIfAbsent(line.app(), app -> new AppLog()).add(line);
    for (LogSink sink : further) {
      give(sink, line);
    }
  }

  /** A sink that breaks its promise is named once, and goes on being tried. */
  private void give(LogSink sink, LogLine line) {
    try {
      sink.accept(line);
    } catch (RuntimeException e) {
      if (failing.add(sink)) {
        log.warn("log sink {} fails; it loses lines", sink, e);
      }
    }
  }

  /** The newest lines of an app, oldest first. */
  public List<LogLine> recent(AppId app, int most) {
    Arguments.check(most >= 1, "most", most, "1 or more");
    @Nullable AppLog kept = logs.get(app);
    return kept == null ? List.of() : kept.recent(most);
  }

  /** Some recent lines, then each new one, until closed; a slow reader misses some, and is told. */
  public Subscription tail(AppId app, int recent, LogSink reader) {
    Arguments.check(recent >= 0, "recent", recent, "0 or more");
    Tail tail = new Tail(app, reader, executor, clock);
    AppLog kept = logs.computeIfAbsent(app, a -> new AppLog());
    kept.follow(tail, recent);
    return () -> {
      tail.close();
      kept.unfollow(tail);
    };
  }

  /** Drops the lines of an app that is gone. */
  public void forget(AppId app) {
    logs.remove(app);
  }
}
