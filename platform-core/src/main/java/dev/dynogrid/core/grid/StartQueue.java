package dev.dynogrid.core.grid;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes so many starts at once and no more; of those that wait, the first dyno of an app goes
 * before the second of another. Safe for use by many threads.
 */
final class StartQueue {
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingInt(Waiting::rank).thenComparingLong(Waiting::number));
  private final Executor executor;
  private final int atOnce;
  private long last;
  private int running;

  private record Waiting(int rank, long number, Runnable start) {}

  StartQueue(Executor executor, int atOnce) {
    this.executor = executor;
    this.atOnce = atOnce;
  }

  synchronized void add(int rank, Runnable start) {
    waiting.add(new Waiting(rank, ++last, start));
    if (running < atOnce) {
      running++;
      executor.execute(this::work);
    }
  }

  private void work() {
    for (@Nullable Waiting next = take(); next != null; next = take()) {
      next.start().run();
    }
  }

  private synchronized @Nullable Waiting take() {
    @Nullable Waiting next = waiting.poll();
    if (next == null) {
      running--;
    }
    return next;
  }
}
