package dev.dynogrid.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The executors of one platform. */
final class Threads implements AutoCloseable {
  private static final int WORKERS = 16;
  private static final int IDLE_SECONDS = 30;
  private static final int LAST_WORK_SECONDS = 10;

  final ExecutorService workers;
  final ExecutorService events = pool("events", 1);
  final ExecutorService logs = pool("logs", 1);
  final ScheduledExecutorService timer;
  private final List<ExecutorService> own = new ArrayList<>();

  /** Those that were handed in, and one of the platform's own for each that was not. */
  Threads(Surroundings surroundings) {
    workers = surroundings.workers().orElseGet(() -> mine(pool("worker", WORKERS)));
    timer = surroundings.timer().orElseGet(() -> mine(timer()));
  }

  private <E extends ExecutorService> E mine(E executor) {
    own.add(executor);
    return executor;
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1, named("timer"));
    scheduled.setRemoveOnCancelPolicy(true);
    scheduled.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return scheduled;
  }

  /** Threads come when they are needed, and go when they are not. */
  private static ExecutorService pool(String role, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(role));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  static ThreadFactory named(String role) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = Executors.defaultThreadFactory().newThread(task);
      thread.setName("dynogrid-" + role + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Lets the workers finish what they were given; those of the platform's own take no more. */
  void finishWork() {
    if (own.contains(workers)) {
      workers.shutdown();
      Waits.cancellable(() -> workers.awaitTermination(LAST_WORK_SECONDS, TimeUnit.SECONDS));
    }
  }

  /**
   * Ends the platform's own threads. What listeners and readers of logs have yet to hear is said.
   */
  @Override
  public void close() {
    own.forEach(ExecutorService::shutdownNow);
    logs.shutdown();
    events.shutdown();
  }
}
