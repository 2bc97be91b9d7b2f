package dev.dynogrid.core.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns some state: it performs what is posted, in order, and takes a turn after
 * that, and when a time has come.
 */
final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
  private final Runnable turn;
  private final Supplier<Optional<Instant>> next;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A loop that has yet to be started.
   *
   * @param turn looks at what has changed
   * @param next when time alone asks for a turn
   */
  Loop(String name, Runnable turn, Supplier<Optional<Instant>> next, Clock clock) {
    this.turn = turn;
    this.next = next;
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

  private void run() {
    while (!closed) {
      try {
        @Nullable Runnable task = posted.poll(untilNext().toNanos(), TimeUnit.NANOSECONDS);
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
      perform(turn);
    }
  }

  private Duration untilNext() {
    Duration wait =
        next.get().map(at -> Duration.between(clock.instant(), at)).orElse(LONGEST_WAIT);
    return wait.isNegative()
        ? Duration.ZERO
        : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
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
