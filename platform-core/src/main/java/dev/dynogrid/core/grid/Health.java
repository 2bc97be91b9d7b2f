package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Finds out when starting dynos become healthy. Answers come on any thread. */
final class Health {
  /** Between two probes: a dyno that listens but is not ready is asked again soon. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

  private final Set<DynoId> probed = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;
  private final Executor executor;
  private final Duration patience;
  private final Clock clock;
  private final Consumer<DynoId> healthy;
  private final BiConsumer<DynoId, String> unhealthy;

  Health(
      ScheduledExecutorService timer,
      Executor executor,
      Duration patience,
      Clock clock,
      Consumer<DynoId> healthy,
      BiConsumer<DynoId, String> unhealthy) {
    this.timer = timer;
    this.executor = executor;
    this.patience = patience;
    this.clock = clock;
    this.healthy = healthy;
    this.unhealthy = unhealthy;
  }

  /** Tells that a dyno is healthy after a time; whoever hears it knows whether it still runs. */
  void upAfter(DynoId dyno, Duration delay) {
    timer.schedule(() -> healthy.accept(dyno), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks a dyno that listens until it is healthy, or has answered with errors for too long. */
  void probe(GridDyno dyno, String hostName, HealthCheck check) {
    if (!probed.add(dyno.id())) {
      return;
    }
    if (check.listeningOnly() || dyno.endpoint().isEmpty()) {
      probed.remove(dyno.id());
      healthy.accept(dyno.id());
      return;
    }
    Probing probing =
        new Probing(
            dyno.id(), dyno.endpoint().get(), hostName, check, clock.instant().plus(patience));
    executor.execute(() -> ask(probing));
  }

  /** Stops asking a dyno that has ended. */
  void forget(DynoId dyno) {
    probed.remove(dyno);
  }

  private record Probing(
      DynoId dyno, Endpoint endpoint, String hostName, HealthCheck check, Instant until) {}

  private void ask(Probing probing) {
    if (!probed.contains(probing.dyno())) {
      return;
    }
    HealthProbe.Answer answer =
        HealthProbe.ask(probing.endpoint(), probing.hostName(), probing.check(), PROBE_TIMEOUT);
    if (answer.healthy()) {
      probed.remove(probing.dyno());
      healthy.accept(probing.dyno());
    } else if (clock.instant().isAfter(probing.until())) {
      probed.remove(probing.dyno());
      unhealthy.accept(
          probing.dyno(),
          answer.text() + " for " + patience.toSeconds() + " seconds (expected: below 500)");
    } else {
      timer.schedule(
          () -> executor.execute(() -> ask(probing)), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
