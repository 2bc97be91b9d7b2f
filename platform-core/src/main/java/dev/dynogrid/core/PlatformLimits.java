package dev.dynogrid.core;

import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.runtime.Limits;
import dev.dynogrid.core.grid.GridTimes;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Times and limits that the owner of a platform may want otherwise.
 *
 * @param bootTimeout from a dyno's start to its health; then R10
 * @param jvmBootTimeout the same for apps on the JVM
 * @param errorPatience how long a starting web dyno may answer its health path with errors
 * @param drainTimeout how long requests in flight to a dyno that leaves may take
 * @param stopGrace from SIGTERM to SIGKILL; then R12
 * @param buildTimeLimit for compiling a slug
 * @param releaseCommandTimeLimit for the {@code release} process type
 * @param slugSizeLimit of a slug, in bytes, uncompressed
 * @param buildsAtOnce builds of different apps at once
 * @param healthProbe between two looks at the health of a web dyno that is up
 * @param sickPatience how long a web dyno that is up may fail its health path before it is
 *     restarted; it gets no requests from its third failure in a row on
 * @param dyno what one dyno may use
 */
public record PlatformLimits(
    Duration bootTimeout,
    Duration jvmBootTimeout,
    Duration errorPatience,
    Duration drainTimeout,
    Duration stopGrace,
    Duration buildTimeLimit,
    Duration releaseCommandTimeLimit,
    long slugSizeLimit,
    int buildsAtOnce,
    Duration healthProbe,
    Duration sickPatience,
    Limits dyno) {
  /** So many dynos share the memory of one: few use all that they may, and fewer at once. */
  private static final int DYNOS_SHARING = 8;

  /** What a dyno is taken to need of a processor. */
  private static final int MILLI_CPUS = 10;

  /** The usual numbers: those of this field's reference platform; as many builds as cores. */
  public static PlatformLimits usual() {
    return new PlatformLimits(
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        CompileRequest.DEFAULT_TIME_LIMIT,
        Duration.ofMinutes(10),
        CompileRequest.DEFAULT_SIZE_LIMIT,
        Runtime.getRuntime().availableProcessors(),
        GridTimes.USUAL.healthProbe(),
        GridTimes.USUAL.sickPatience(),
        Limits.STANDARD);
  }

  /** Checks the ranges. */
  public PlatformLimits {
    positive("boot timeout", bootTimeout);
    positive("JVM boot timeout", jvmBootTimeout);
    positive("error patience", errorPatience);
    positive("drain timeout", drainTimeout);
    positive("build time limit", buildTimeLimit);
    positive("release command time limit", releaseCommandTimeLimit);
    positive("health probe", healthProbe);
    positive("sick patience", sickPatience);
    Arguments.check(!stopGrace.isNegative(), "stop grace", stopGrace, "0 or more");
    Arguments.check(slugSizeLimit > 0, "slug size limit", slugSizeLimit, "more than 0 bytes");
    Arguments.within("builds at once", buildsAtOnce, 1, 1000);
  }

  private static void positive(String name, Duration duration) {
    Arguments.check(duration.toMillis() > 0, name, duration, "1 ms or more");
  }

  /** These limits with other times for a dyno to boot, which are the same for every language. */
  public PlatformLimits withBootTimeout(Duration timeout) {
    return with(
        draft -> {
          draft.bootTimeout = timeout;
          draft.jvmBootTimeout = timeout;
        });
  }

  /** These limits with another patience for errors while booting. */
  public PlatformLimits withErrorPatience(Duration patience) {
    return with(draft -> draft.errorPatience = patience);
  }

  /** These limits with other times for a dyno to end. */
  public PlatformLimits withStopTimes(Duration drain, Duration grace) {
    return with(
        draft -> {
          draft.drainTimeout = drain;
          draft.stopGrace = grace;
        });
  }

  /** These limits with another time for the {@code release} process type. */
  public PlatformLimits withReleaseCommandTimeLimit(Duration limit) {
    return with(draft -> draft.releaseCommandTimeLimit = limit);
  }

  /** These limits with other times for the health of dynos that are up. */
  public PlatformLimits withHealthTimes(Duration probe, Duration patience) {
    return with(
        draft -> {
          draft.healthProbe = probe;
          draft.sickPatience = patience;
        });
  }

  /** These limits with another time for compiling. */
  public PlatformLimits withBuildTimeLimit(Duration limit) {
    return with(draft -> draft.buildTimeLimit = limit);
  }

  /** These limits with another size of a slug, in bytes, uncompressed. */
  public PlatformLimits withSlugSizeLimit(long limit) {
    return with(draft -> draft.slugSizeLimit = limit);
  }

  /** The times that the grid keeps: these, and the usual ones for the rest. */
  GridTimes gridTimes() {
    GridTimes usual = GridTimes.USUAL;
    return new GridTimes(
        bootTimeout,
        jvmBootTimeout,
        errorPatience,
        usual.workerUp(),
        stopGrace,
        usual.bootProbe(),
        healthProbe,
        sickPatience,
        usual.cycleAfter(),
        usual.cycleSpread(),
        usual.hostPatience(),
        usual.relist());
  }

  /** What of a host a dyno is promised: hosts are shared by many dynos that mostly wait. */
  Resources reserve() {
    return new Resources(dyno.memoryBytes() / DYNOS_SHARING, MILLI_CPUS);
  }

  private PlatformLimits with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.limits();
  }

  /** Limits while they change. */
  private static final class Draft {
    private Duration bootTimeout;
    private Duration jvmBootTimeout;
    private Duration errorPatience;
    private Duration drainTimeout;
    private Duration stopGrace;
    private Duration buildTimeLimit;
    private Duration releaseCommandTimeLimit;
    private long slugSizeLimit;
    private int buildsAtOnce;
    private Duration healthProbe;
    private Duration sickPatience;
    private Limits dyno;

    Draft(PlatformLimits from) {
      bootTimeout = from.bootTimeout;
      jvmBootTimeout = from.jvmBootTimeout;
      errorPatience = from.errorPatience;
      drainTimeout = from.drainTimeout;
      stopGrace = from.stopGrace;
      buildTimeLimit = from.buildTimeLimit;
      releaseCommandTimeLimit = from.releaseCommandTimeLimit;
      slugSizeLimit = from.slugSizeLimit;
      buildsAtOnce = from.buildsAtOnce;
      healthProbe = from.healthProbe;
      sickPatience = from.sickPatience;
      dyno = from.dyno;
    }

    PlatformLimits limits() {
      return new PlatformLimits(
          bootTimeout,
          jvmBootTimeout,
          errorPatience,
          drainTimeout,
          stopGrace,
          buildTimeLimit,
          releaseCommandTimeLimit,
          slugSizeLimit,
          buildsAtOnce,
          healthProbe,
          sickPatience,
          dyno);
    }
  }
}
