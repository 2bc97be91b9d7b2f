package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks dynos for their health, each by itself, again and again. Answers come on any thread. */
final class Prober {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Map<DynoId, Round> rounds = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;
  private final Executor executor;
  private final Consumer<GridObservation> tell;

  Prober(ScheduledExecutorService timer, Executor executor, Consumer<GridObservation> tell) {
    this.timer = timer;
    this.executor = executor;
    this.tell = tell;
  }

  /** Until told otherwise. The first probe of a dyno that boots is made at once. */
  void watch(GridAction.Watch watch, boolean atOnce) {
    Round round = new Round(watch);
    rounds.put(watch.dyno(), round);
    if (atOnce) {
      executor.execute(round);
    } else {
      later(round);
    }
  }

  void unwatch(DynoId dyno) {
    rounds.remove(dyno);
  }

  boolean isWatching(DynoId dyno) {
    return rounds.containsKey(dyno);
  }

  private void later(Round round) {
    timer.schedule(
        () -> executor.execute(round), round.watch.pause().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The probes of one dyno, one after the other. */
  private final class Round implements Runnable {
    private final GridAction.Watch watch;
    private boolean wasHealthy;

    Round(GridAction.Watch watch) {
      this.watch = watch;
    }

    @Override
    public void run() {
      if (rounds.get(watch.dyno()) != this) {
        return;
      }
      HealthProbe.Answer answer =
          HealthProbe.ask(watch.endpoint(), watch.hostName(), watch.check(), TIMEOUT);
      if (rounds.get(watch.dyno()) == this) {
        if (!answer.healthy() || !wasHealthy) {
          tell.accept(new GridObservation.Probed(watch.dyno(), answer.healthy(), answer.text()));
        }
        wasHealthy = answer.healthy();
        later(this);
      }
    }
  }
}
