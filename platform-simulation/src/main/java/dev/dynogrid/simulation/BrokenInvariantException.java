package dev.dynogrid.simulation;

import java.time.Duration;
import java.util.List;

/** A guarantee did not hold. The message says which, when, and how to see it again. */
public final class BrokenInvariantException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String invariant;

  BrokenInvariantException(
      String invariant, String what, Duration at, long seed, List<String> history) {
    super(
        "broken after "
            + at
            + " with seed "
            + seed
            + ": "
            + invariant
            + ": "
            + what
            + (history.isEmpty() ? "" : "\n  " + String.join("\n  ", history)));
    this.invariant = invariant;
  }

  /** Which guarantee, in words. */
  public String invariant() {
    return invariant;
  }
}
