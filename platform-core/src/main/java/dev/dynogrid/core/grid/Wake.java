package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far an app that a request woke has come. What has not been reached yet is as late as what
 * comes before it.
 *
 * @param demanded when the request came
 * @param accepted when a runtime accepted the first dyno
 * @param listens when one listened
 * @param healthy when one was healthy
 */
record Wake(Instant demanded, Instant accepted, Instant listens, Instant healthy) {
  private static final double NANOS_PER_MILLI = 1e6;

  static Wake at(Instant now) {
    return new Wake(now, now, now, now);
  }

  Wake accepted(Instant now) {
    return accepted.equals(demanded) ? new Wake(demanded, now, now, now) : this;
  }

  Wake listens(Instant now) {
    return listens.equals(accepted) ? new Wake(demanded, accepted, now, now) : this;
  }

  Wake healthy(Instant now) {
    return healthy.equals(listens) ? new Wake(demanded, accepted, listens, now) : this;
  }

  /** Requests can reach it: it is awake. */
  PlatformEvent.AppWoken routed(AppId app, Instant now) {
    return new PlatformEvent.AppWoken(
        app,
        now,
        Duration.between(demanded, accepted),
        Duration.between(accepted, listens),
        Duration.between(listens, healthy),
        Duration.between(healthy, now));
  }

  /**
   * {@code Woken by a request in 312 ms (start 4 ms · boot 295 ms · health 11 ms · route 2 ms)}.
   */
  static String text(PlatformEvent.AppWoken woken) {
    return "Woken by a request in "
        + millis(woken.total())
        + " (start "
        + millis(woken.start())
        + " · boot "
        + millis(woken.boot())
        + " · health "
        + millis(woken.health())
        + " · route "
        + millis(woken.route())
        + ")";
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.0f ms", duration.toNanos() / NANOS_PER_MILLI);
  }
}
