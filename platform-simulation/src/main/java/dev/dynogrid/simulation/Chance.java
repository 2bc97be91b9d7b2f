package dev.dynogrid.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Chance, from one seed. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Chance of its own, so that one part's use of it does not change another's. */
  Chance apart() {
    return new Chance(random.nextLong());
  }

  SplittableRandom random() {
    return random;
  }

  UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  boolean percent(double percent) {
    return percent > 0 && random.nextDouble() * 100 < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  Duration between(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  Duration millis(long least, long most) {
    return Duration.ofMillis(random.nextLong(least, most + 1));
  }

  /** Exponential, as times between independent events are. */
  Duration exponential(Duration mean) {
    double times = -Math.log(1 - random.nextDouble());
    return Duration.ofMillis((long) Math.min(mean.toMillis() * times, Long.MAX_VALUE / 1e7));
  }

  /** Heavy-tailed, 1 at least: few are huge. */
  double pareto(double shape) {
    return Math.pow(1 - random.nextDouble(), -1 / shape);
  }
}
