package dev.dynogrid.core.grid;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do for one app.
 *
 * @param actions in order
 * @param lookAgain when time alone changes the plan
 */
record Plan(List<Action> actions, Optional<Instant> lookAgain) {
  Plan {
    actions = List.copyOf(actions);
  }
}
