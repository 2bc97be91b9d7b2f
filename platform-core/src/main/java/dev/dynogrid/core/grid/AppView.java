package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that a decision about one app depends on, but the time. Read only.
 *
 * @param wanted what is wanted
 * @param dynos what there is
 * @param restarts what is remembered of crashes
 * @param activity what is known of its requests
 * @param routeInEffect whether no node of the mesh routes by an older route than the last one
 * @param mayStart false while dynos of the app may run on a host that has not told yet
 */
record AppView(
    Wanted wanted,
    Collection<GridDyno> dynos,
    Map<DynoName, Restarts> restarts,
    Activity activity,
    boolean routeInEffect,
    boolean mayStart) {
  /** Dynos of the current release and generation that are starting or up, and are to stay. */
  List<GridDyno> fresh(ProcessType type) {
    return formation(type, dyno -> isCurrent(dyno) && dyno.leaving.isEmpty());
  }

  /** Dynos of the current release and generation that are to be replaced one by one. */
  List<GridDyno> leaving(ProcessType type) {
    return formation(type, dyno -> isCurrent(dyno) && dyno.leaving.isPresent());
  }

  /** Dynos of an older release or generation that are starting or up. */
  List<GridDyno> stale(ProcessType type) {
    return formation(type, dyno -> !isCurrent(dyno));
  }

  /** Web dynos that take requests: the old ones until the new ones are ready, in one step. */
  List<GridDyno> routed() {
    List<GridDyno> old = fit(stale(ProcessType.WEB));
    return old.isEmpty() ? fit(formation(ProcessType.WEB, this::isCurrent)) : old;
  }

  static List<GridDyno> up(List<GridDyno> dynos) {
    return dynos.stream().filter(dyno -> dyno.is(DynoState.UP)).toList();
  }

  private static List<GridDyno> fit(List<GridDyno> dynos) {
    return dynos.stream().filter(GridDyno::isFit).toList();
  }

  boolean isCurrent(GridDyno dyno) {
    return wanted.isCurrent(dyno.release.id()) && dyno.generation >= wanted.generation(dyno.type());
  }

  private List<GridDyno> formation(ProcessType type, Predicate<GridDyno> which) {
    return formation().filter(dyno -> dyno.type().equals(type)).filter(which).toList();
  }

  private Stream<GridDyno> formation() {
    return dynos.stream().filter(dyno -> dyno.role == GridDyno.Role.FORMATION && dyno.isActive());
  }
}
