package dev.dynogrid.core;

/** The life of a platform. A closed one stays closed: build another. */
enum PlatformState {
  /** Built. */
  NEW,
  /** Being started. */
  STARTING,
  /** Serves. */
  RUNNING,
  /** Being closed or detached. */
  CLOSING,
  /** Has let go of everything. */
  CLOSED;

  /** Whether a platform may go from this state to {@code next}. */
  boolean canBecome(PlatformState next) {
    return switch (this) {
      case NEW -> next == STARTING || next == CLOSED;
      case STARTING -> next == RUNNING || next == CLOSING;
      case RUNNING -> next == CLOSING;
      case CLOSING -> next == CLOSED;
      case CLOSED -> false;
    };
  }
}
