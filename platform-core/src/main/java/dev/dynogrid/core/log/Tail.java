package dev.dynogrid.core.log;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Subscription;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows a log. It has no queue of its own but reads on in the log where it stopped, so
 * that a slow one costs no memory, and no writer waits for it.
 */
final class Tail implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  /** After so many lines the others on the same executor have their turn. */
  private static final int BATCH = 100;

  private final AppId app;
  private final AppLog lines;
  private final LogSink reader;
  private final Executor executor;
  private final Clock clock;

  /** Wakes since the last look; above 0, a run is under way or waits for its turn. */
  private final AtomicInteger wakes = new AtomicInteger();

  /** Touched by runs only, which do not overlap. */
  private long position;

  private volatile boolean closed;

  Tail(AppId app, AppLog lines, int recent, LogSink reader, Executor executor, Clock clock) {
    this.app = app;
    this.lines = lines;
    this.position = lines.start(recent);
    this.reader = reader;
    this.executor = executor;
    this.clock = clock;
  }

  void wake() {
    if (!closed && wakes.getAndIncrement() == 0) {
      schedule();
    }
  }

  private void schedule() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      log.debug("the platform closes, and with it a reader of the log of app {}", app);
      close();
    }
  }

  private void run() {
    int seen = wakes.get();
    if (closed) {
      return;
    }
    AppLog.Batch batch = lines.read(position, BATCH);
    position = batch.next();
    if (!isDelivered(batch)) {
      close();
    } else if (batch.lines().size() == BATCH || !wakes.compareAndSet(seen, 0)) {
      schedule();
    }
  }

  private boolean isDelivered(AppLog.Batch batch) {
    try {
      if (batch.dropped() > 0) {
        reader.accept(loss(batch.dropped()));
      }
      for (LogLine line : batch.lines()) {
        if (closed) {
          break;
        }
        reader.accept(line);
      }
      return true;
    } catch (RuntimeException e) {
      log.warn("a reader of the log of app {} failed, and gets no more lines", app, e);
      return false;
    }
  }

  private LogLine loss(long dropped) {
    return new LogLine(
        app,
        clock.instant(),
        LogLine.PLATFORM,
        "logs",
        "L10: " + dropped + (dropped == 1 ? " line dropped" : " lines dropped"));
  }

  @Override
  public void close() {
    closed = true;
    lines.unfollow(this);
  }
}
