package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.Release;
import java.time.Duration;

/** What the planner wants of an app's dynos, and why. */
sealed interface Decision {
  /**
   * A new dyno is needed.
   *
   * @param rank how many of its type there are already
   */
  record Start(
      Release release, DynoName name, GridDyno.Role role, int generation, int rank, String reason)
      implements Decision {}

  /** A dyno without a port has run for as long as it must. */
  record Up(GridDyno dyno) implements Decision {}

  /** A dyno is to be replaced by a new one of its name, which is started beside it. */
  record Leave(GridDyno dyno, String reason) implements Decision {}

  /** No new requests for a dyno. It is stopped once those in flight are done. */
  record Drain(GridDyno dyno, String reason) implements Decision {}

  /** A dyno is drained: end it. */
  record Stop(GridDyno dyno, String reason) implements Decision {}

  /** A dyno has not become healthy, or has not stayed so. */
  record GiveUp(GridDyno dyno, String reason) implements Decision {}

  /** No request came for so long that the app is to idle. */
  record Sleep(Duration quiet) implements Decision {}

  /** What goes through has to be known: for dynos that drain, or for an app that may idle. */
  record LookAtTraffic() implements Decision {}
}
