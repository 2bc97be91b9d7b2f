package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import java.time.Duration;
import java.time.Instant;

/**
 * When a dyno that runs well is replaced all the same. The spread comes from its identity, so that
 * it is the same for a platform that adopts it.
 */
final class Cycle {
  private static final int PARTS = 1 << 20;
  private static final int MIX = 0x9E3779B9;

  private Cycle() {}

  static Instant dueAt(DynoId dyno, Instant startedAt, GridTimes times) {
    long part = Integer.remainderUnsigned(dyno.value().hashCode() * MIX, PARTS);
    Duration more = Duration.ofMillis(times.cycleSpread().toMillis() * part / PARTS);
    return startedAt.plus(times.cycleAfter()).plus(more);
  }
}
