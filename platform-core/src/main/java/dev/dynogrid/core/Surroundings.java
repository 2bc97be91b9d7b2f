package dev.dynogrid.core;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a platform takes from the program that it lives in. Executors that are handed in stay the
 * caller's: the platform ends its work on them when it closes, and does not shut them down.
 *
 * @param clock tells the time of everything that is recorded or decided
 * @param random for keys, identities of a kind that must not be guessed, and jitter
 * @param workers runs what may block: calls of providers, health probes; at least 4 threads, or
 *     some wait for others. Empty for a pool of the platform's own
 * @param timer runs what is short and due later: keep-alive packets, the next probe. Empty for a
 *     thread of the platform's own
 */
public record Surroundings(
    Clock clock,
    SecureRandom random,
    Optional<ExecutorService> workers,
    Optional<ScheduledExecutorService> timer) {
  /** Checks that all parts are there. */
  public Surroundings {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(workers, "workers");
    Objects.requireNonNull(timer, "timer");
  }

  /** The system's clock and random numbers, and executors of the platform's own. */
  public static Surroundings usual() {
    return new Surroundings(
        Clock.systemUTC(), new SecureRandom(), Optional.empty(), Optional.empty());
  }

  /** These surroundings with another clock. */
  public Surroundings with(Clock other) {
    return new Surroundings(other, random, workers, timer);
  }

  /** These surroundings with other random numbers. */
  public Surroundings with(SecureRandom other) {
    return new Surroundings(clock, other, workers, timer);
  }

  /** These surroundings with executors of the caller's. */
  public Surroundings with(ExecutorService itsWorkers, ScheduledExecutorService itsTimer) {
    return new Surroundings(clock, random, Optional.of(itsWorkers), Optional.of(itsTimer));
  }
}
