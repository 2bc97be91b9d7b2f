package dev.dynogrid.core.grid;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do for one app.
 *
 * @param decisions in order
 * @param lookAgain when time alone changes the plan
 */
record Plan(List<Decision> decisions, Optional<Instant> lookAgain) {
  Plan {
    decisions = List.copyOf(decisions);
  }
}
