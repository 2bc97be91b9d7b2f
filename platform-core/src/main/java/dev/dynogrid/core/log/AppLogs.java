package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.Subscription;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Keeps the newest 1,500 lines of each app, at most some 4 MB, hands them to those who follow, and
 * passes every line on to further sinks. An app that never printed anything takes no memory.
 */
public final class AppLogs implements LogSink {
  private static final int LONGEST_LINE = 10_000;

  private final Clock clock;
  private final Executor executor;
  private final List<GuardedSink> further;
  private final Map<AppId, AppLog> logs = new ConcurrentHashMap<>();

  /**
   * Empty logs.
   *
   * @param clock for what is said of lost lines
   * @param executor calls those who follow, one batch of lines a task; a reader that blocks holds
   *     one of its threads
   * @param further called on the threads that bring the lines
   */
  public AppLogs(Clock clock, Executor executor, List<LogSink> further) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.further = further.stream().map(GuardedSink::new).toList();
  }

  /** Takes a line; of one that is longer than 10,000 characters, the start. */
  @Override
  public void accept(LogLine line) {
    LogLine kept = line.text().length() <= LONGEST_LINE ? line : cut(line);
    log(kept.app()).add(kept);
    for (GuardedSink sink : further) {
      sink.accept(kept);
    }
  }

  /** A character that takes two places is not cut in half. */
  private static LogLine cut(LogLine line) {
    String text = line.text();
    int length = LONGEST_LINE - 1;
    if (Character.isHighSurrogate(text.charAt(length - 1))) {
      length--;
    }
    return new LogLine(
        line.app(), line.time(), line.source(), line.process(), text.substring(0, length) + "…");
  }

  /**
   * The newest lines of an app, oldest first.
   *
   * @param most how many at most, 1 or more
   */
  public List<LogLine> recent(AppId app, int most) {
    Arguments.check(most >= 1, "most", most, "1 or more");
    AppLog log = logs.get(app);
    return log == null ? List.of() : log.recent(most);
  }

  /**
   * Follows a log: recent lines, then each new one, in order, none twice. A reader that falls
   * behind what is kept misses the oldest, and is told how many in a line of its own.
   *
   * @param recent how many recent lines first, 0 or more
   * @param reader called by the executor, one line at a time; ends when it throws
   */
  public Subscription tail(AppId app, int recent, LogSink reader) {
    Arguments.check(recent >= 0, "recent", recent, "0 or more");
    AppLog log = log(app);
    Tail tail = new Tail(app, log, recent, reader, executor, clock);
    log.follow(tail);
    return tail;
  }

  /** Drops an app's lines, and ends what follows them. */
  public void forget(AppId app) {
    AppLog log = logs.remove(app);
    if (log != null) {
      log.end();
    }
  }

  private AppLog log(AppId app) {
    AppLog log = logs.get(app);
    return log != null ? log : logs.computeIfAbsent(app, id -> new AppLog());
  }
}
