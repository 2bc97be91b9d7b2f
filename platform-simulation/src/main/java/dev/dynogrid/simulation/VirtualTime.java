package dev.dynogrid.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that moves from one thing to do to the next. */
final class VirtualTime {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
  private Instant now = START;
  private long last;

  private record Task(Instant at, long number, Runnable action) {}

  Instant now() {
    return now;
  }

  void after(Duration delay, Runnable action) {
    at(now.plus(delay), action);
  }

  void at(Instant time, Runnable action) {
    tasks.add(new Task(time.isBefore(now) ? now : time, ++last, action));
  }

  /** Does everything that is due by then. */
  void runUntil(Instant end) {
    for (@Nullable Task next = tasks.peek();
        next != null && !next.at().isAfter(end);
        next = tasks.peek()) {
      tasks.remove();
      now = next.at();
      next.action().run();
    }
    now = end;
  }

  /** How many things have been planned so far. */
  long planned() {
    return last;
  }
}
