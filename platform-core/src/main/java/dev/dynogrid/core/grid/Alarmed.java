package dev.dynogrid.core.grid;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that is to be looked at again at a time: see {@link Alarms}. */
abstract class Alarmed {
  /** For when an alarm is set; null without one. Set by {@link Alarms} only. */
  @Nullable Instant alarm;
}
