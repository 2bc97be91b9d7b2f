package dev.dynogrid.api.model;

import java.util.Optional;

/**
 * The life of a dyno: starting → up → draining → down; starting or up → crashed. What decides is
 * {@link #after}, a pure function; a dyno that idles is stopped, and woken as a new one.
 */
public enum DynoState {
  /** Asked for, and not yet healthy. Gets no traffic. */
  STARTING,
  /** Healthy. A web dyno gets traffic. */
  UP,
  /** Gets no new requests; those in flight finish; then it is told to stop. */
  DRAINING,
  /** Ended because the platform wanted it to. Final. */
  DOWN,
  /**
   * Ended, or was given up, without the platform wanting it. Final: a replacement is a new dyno.
   */
  CRASHED;

  /** What can happen to a dyno. */
  public enum Event {
    /** It passed its health check, or, without one, ran as long as it must. */
    HEALTHY,
    /** The platform wants it gone. */
    STOP,
    /** Its process exited. */
    EXITED,
    /** It was not healthy within its boot time-out. */
    BOOT_TIMEOUT,
    /** Its host, or the runtime's knowledge of it, is gone. */
    LOST
  }

  /** The state after an event; empty if the event means nothing in this state. */
  public Optional<DynoState> after(Event event) {
    return switch (this) {
      case STARTING ->
          switch (event) {
            case HEALTHY -> Optional.of(UP);
            case STOP -> Optional.of(DRAINING);
            case EXITED, BOOT_TIMEOUT, LOST -> Optional.of(CRASHED);
          };
      case UP ->
          switch (event) {
            case STOP -> Optional.of(DRAINING);
            case EXITED, LOST -> Optional.of(CRASHED);
            case HEALTHY, BOOT_TIMEOUT -> Optional.empty();
          };
      case DRAINING ->
          switch (event) {
            case EXITED, LOST -> Optional.of(DOWN);
            case HEALTHY, STOP, BOOT_TIMEOUT -> Optional.empty();
          };
      case DOWN, CRASHED -> Optional.empty();
    };
  }

  /** Whether the dyno may still have processes. */
  public boolean isLive() {
    return this == STARTING || this == UP || this == DRAINING;
  }
}
