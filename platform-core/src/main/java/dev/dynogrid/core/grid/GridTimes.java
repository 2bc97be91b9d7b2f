package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.Arguments;
import java.time.Duration;

/**
 * The times that a grid keeps.
 *
 * @param bootTimeout from start to healthy: R10
 * @param jvmBootTimeout the same for apps on the JVM
 * @param errorPatience how long a web dyno that listens may answer its health path with errors
 *     before it is given up, since some apps warm up behind a 503
 * @param workerUp a dyno without a port counts as up once it ran for this long
 * @param stopGrace from SIGTERM to SIGKILL: R12
 * @param bootProbe between two probes of a dyno that boots
 * @param healthProbe between two probes of a dyno that is up
 * @param sickPatience how long a dyno that is up may fail its health path before it is restarted
 * @param cycleAfter how long a dyno runs before it is replaced by a new one
 * @param cycleSpread up to this much more, so that dynos are not replaced together
 * @param hostPatience how long a host may be unreachable before its dynos are started elsewhere
 * @param relist between two looks at what hosts run, for hints that were lost
 */
public record GridTimes(
    Duration bootTimeout,
    Duration jvmBootTimeout,
    Duration errorPatience,
    Duration workerUp,
    Duration stopGrace,
    Duration bootProbe,
    Duration healthProbe,
    Duration sickPatience,
    Duration cycleAfter,
    Duration cycleSpread,
    Duration hostPatience,
    Duration relist) {
  /** The usual ones: those of this field's reference platform, where it has them. */
  public static final GridTimes USUAL =
      new GridTimes(
          Duration.ofSeconds(60),
          Duration.ofSeconds(90),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMillis(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofMinutes(216),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));

  /** Checks the ranges. */
  public GridTimes {
    positive("boot timeout", bootTimeout);
    positive("JVM boot timeout", jvmBootTimeout);
    positive("error patience", errorPatience);
    positive("worker up", workerUp);
    Arguments.check(!stopGrace.isNegative(), "stop grace", stopGrace, "0 or more");
    positive("boot probe", bootProbe);
    positive("health probe", healthProbe);
    positive("sick patience", sickPatience);
    positive("cycle after", cycleAfter);
    Arguments.check(!cycleSpread.isNegative(), "cycle spread", cycleSpread, "0 or more");
    positive("host patience", hostPatience);
    positive("relist", relist);
  }

  private static void positive(String name, Duration duration) {
    Arguments.check(duration.toMillis() > 0, name, duration, "1 ms or more");
  }
}
