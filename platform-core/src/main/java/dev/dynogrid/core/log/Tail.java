package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who follows a log. Writers never wait for it: what it cannot take in time is counted. */
final class Tail {
  private static final Logger log = LoggerFactory.getLogger(Tail.class);
  private static final int MOST_WAITING = AppLog.MOST_LINES;

  private final Deque<LogLine> waiting = new ArrayDeque<>();
  private final AppId app;
  private final LogSink reader;
  private final Executor executor;
  private final Clock clock;
  private int missed;
  private boolean delivering;
  private boolean closed;

  Tail(AppId app, LogSink reader, Executor executor, Clock clock) {
    this.app = app;
    this.reader = reader;
    this.executor = executor;
    this.clock = clock;
  }

  synchronized void offer(LogLine line) {
    if (closed) {
      return;
    }
    if (waiting.size() == MOST_WAITING) {
      waiting.remove();
      missed++;
    }
    waiting.add(line);
    if (!delivering) {
      delivering = true;
      executor.execute(this::deliver);
    }
  }

  private void deliver() {
    for (List<LogLine> batch = next(); !batch.isEmpty(); batch = next()) {
      try {
        batch.forEach(reader::accept);
      } catch (RuntimeException e) {
        log.warn("a reader of the log of {} failed; it gets no more lines", app, e);
        close();
      }
    }
  }

  private synchronized List<LogLine> next() {
    List<LogLine> batch = new ArrayList<>();
    if (missed > 0) {
      batch.add(
          new LogLine(
              app,
              clock.instant(),
              LogLine.PLATFORM,
              "logs",
              "Error L10 (output buffer overflow) -> " + missed + " lines dropped"));
      missed = 0;
    }
    batch.addAll(waiting);
    waiting.clear();
    delivering = !batch.isEmpty();
    return batch;
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
    missed = 0;
  }
}
