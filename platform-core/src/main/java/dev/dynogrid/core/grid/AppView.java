package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All that a decision about one app depends on, but the time.
 *
 * @param wanted what is wanted
 * @param dynos what there is
 * @param restarts what is remembered of crashes
 * @param busy dynos that still have requests in flight, or that a node of the mesh may still route
 *     to
 */
record AppView(
    Wanted wanted, Collection<GridDyno> dynos, Map<DynoName, Restarts> restarts, Set<DynoId> busy) {
  /** Formation dynos of the current release and generation that are starting or up. */
  List<GridDyno> fresh(ProcessType type) {
    return formation(type, this::isFresh);
  }

  /** Formation dynos of an older release or generation that are starting or up. */
  List<GridDyno> stale(ProcessType type) {
    return formation(type, dyno -> !isFresh(dyno));
  }

  /** Web dynos that take requests: the old ones until the new ones are ready, in one step. */
  List<GridDyno> routed() {
    List<GridDyno> old = up(stale(ProcessType.WEB));
    return old.isEmpty() ? up(fresh(ProcessType.WEB)) : old;
  }

  static List<GridDyno> up(List<GridDyno> dynos) {
    return dynos.stream().filter(dyno -> dyno.is(DynoState.UP)).toList();
  }

  boolean isFresh(GridDyno dyno) {
    return wanted.current().map(run -> run.id().equals(dyno.release())).orElse(false)
        && dyno.generation() >= wanted.generation(dyno.type());
  }

  private List<GridDyno> formation(ProcessType type, Predicate<GridDyno> which) {
    return dynos.stream()
        .filter(dyno -> dyno.role() == GridDyno.Role.FORMATION)
        .filter(dyno -> dyno.type().equals(type) && dyno.isActive() && which.test(dyno))
        .toList();
  }
}
