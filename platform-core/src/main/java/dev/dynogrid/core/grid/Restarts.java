package dev.dynogrid.core.grid;

import java.time.Duration;
import java.time.Instant;

/**
 * What is remembered of a dyno's crashes, and when the next start is due: three times at once, then
 * after 30 s doubling to 16 min, less up to a fifth of it so that dynos which crashed together do
 * not start together. It never gives up. A dyno that was up for 5 min, and a new release, begin
 * anew.
 *
 * @param crashes in a row
 * @param notBefore when the next start is due
 */
record Restarts(int crashes, Instant notBefore) {
  static final Restarts NONE = new Restarts(0, Instant.EPOCH);

  private static final int AT_ONCE = 3;
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(16);
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);
  private static final double JITTER = 0.2;

  /**
   * After one more crash.
   *
   * @param up how long the dyno was up
   * @param random from 0 to 1
   */
  Restarts crashed(Instant now, Duration up, double random) {
    int inARow = up.compareTo(FORGOTTEN_AFTER) >= 0 ? 1 : crashes + 1;
    return new Restarts(inARow, now.plus(delay(inARow, random)));
  }

  private static Duration delay(int inARow, double random) {
    if (inARow <= AT_ONCE) {
      return Duration.ZERO;
    }
    int doublings = Math.min(inARow - AT_ONCE - 1, 16);
    long longest = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
    return Duration.ofMillis((long) (longest * (1 - JITTER * random)));
  }
}
