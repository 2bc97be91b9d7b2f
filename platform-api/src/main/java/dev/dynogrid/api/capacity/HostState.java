package dev.dynogrid.api.capacity;

/** The life of a host. The order is the order of life: a host never goes back, but for waking. */
public enum HostState {
  /** The machine was asked for and is not there. */
  REQUESTED,
  /** The machine starts, or runs and has not joined. */
  BOOTING,
  /** Dynos can be started on it. */
  READY,
  /** Runs what it runs, and is given nothing new. */
  DRAINING,
  /** Stopped or hibernated: costs little, and starts faster than a new one. */
  STOPPED,
  /** Was given back, and may still cost. */
  TERMINATING,
  /** Gone. */
  TERMINATED;

  /** Whether a host may go from this state to {@code next}. */
  public boolean canBecome(HostState next) {
    return switch (this) {
      case REQUESTED -> next == BOOTING || next == READY || next.isEnding();
      case BOOTING -> next == READY || next == STOPPED || next.isEnding();
      case READY -> next == DRAINING || next == STOPPED || next.isEnding();
      case DRAINING -> next == READY || next == STOPPED || next.isEnding();
      case STOPPED -> next == BOOTING || next.isEnding();
      case TERMINATING -> next == TERMINATED;
      case TERMINATED -> false;
    };
  }

  private boolean isEnding() {
    return this == TERMINATING || this == TERMINATED;
  }
}
