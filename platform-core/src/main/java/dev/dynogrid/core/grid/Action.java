package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;

/** What the planner wants done, and why. */
sealed interface Action {
  /** For people. */
  String reason();

  /** Start a dyno. */
  record Start(ReleaseRun release, DynoName name, GridDyno.Role role, int generation, String reason)
      implements Action {}

  /** Send no new requests to a dyno. It is stopped once those in flight are done. */
  record Drain(DynoId dyno, String reason) implements Action {}

  /** End a dyno that is drained. */
  record Stop(DynoId dyno, String reason) implements Action {}

  /** Give up a dyno that has not become healthy. */
  record GiveUp(DynoId dyno, String reason) implements Action {}
}
