package dev.dynogrid.simulation;

import dev.dynogrid.core.grid.GridAction;
import java.util.List;

/**
 * Changes what the grid wants done, as a fault in its decisions would: the invariants have to see
 * it.
 */
@FunctionalInterface
interface Tampering {
  /** None. */
  Tampering NONE = List::of;

  /** What is done instead. */
  List<GridAction> instead(GridAction action);
}
