package dev.dynogrid.core.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns some state: it performs what is posted, in order, and then looks at the keys
 * that were marked, or whose time has come. So a pass costs in proportion to what changed.
 *
 * @param <K> what is looked at
 */
final class Loop<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
  private final PriorityQueue<Alarm<K>> alarms =
      new PriorityQueue<>(Comparator.comparing((Alarm<K> alarm) -> alarm.at()));
  private final Set<K> marked = new LinkedHashSet<>();
  private final Consumer<K> look;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean closed;

  private record Alarm<K>(Instant at, K key) {}

  Loop(String name, Consumer<K> look, Clock clock) {
    this.look = look;
    this.clock = clock;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Performs something on the loop, later. Any thread. */
  void post(Runnable task) {
    posted.add(task);
  }

  /** Looks at a key after what is being performed. On the loop only. */
  void mark(K key) {
    marked.add(key);
  }

  /** Looks at a key at a time, or soon after it. On the loop only. */
  void markAt(Instant at, K key) {
    alarms.add(new Alarm<>(at, key));
  }

  private void run() {
    while (!closed) {
      try {
        @Nullable Runnable task = posted.poll(untilNextAlarm().toNanos(), TimeUnit.NANOSECONDS);
        while (task != null) {
          perform(task);
          task = posted.poll();
        }
      } catch (InterruptedException e) {
        if (closed) {
          return;
        }
        log.warn("interrupted by a stranger; going on");
      }
      ringAlarms();
      lookAtMarked();
    }
  }

  private Duration untilNextAlarm() {
    @Nullable Alarm<K> next = alarms.peek();
    if (next == null) {
      return LONGEST_WAIT;
    }
    Duration wait = Duration.between(clock.instant(), next.at());
    return wait.isNegative()
        ? Duration.ZERO
        : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private void ringAlarms() {
    Instant now = clock.instant();
    for (@Nullable Alarm<K> next = alarms.peek();
        next != null && !next.at().isAfter(now);
        next = alarms.peek()) {
      alarms.remove();
      marked.add(next.key());
    }
  }

  private void lookAtMarked() {
    while (!marked.isEmpty()) {
      K key = marked.iterator().next();
      marked.remove(key);
      perform(() -> look.accept(key));
    }
  }

  /** One fault must not end the loop that everything depends on. */
  private static void perform(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("the grid could not do something; the next pass tries again", e);
    }
  }

  /** Ends the thread; what is posted and not performed is dropped. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
