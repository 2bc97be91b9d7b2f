package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouterCode;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, as far as it has been decided: its app, the version of the route, the dyno.
 */
final class Destination {
  private Set<Target> tried = Set.of();
  private @Nullable AppPool pool;
  private @Nullable AppPool admitted;
  private @Nullable LiveRoute route;
  private @Nullable Target target;
  private @Nullable RouterCode connectFailure;
  private int attempts;
  private int repeats;
  private boolean freshOnly;
  private long waitingSince;

  void belongsTo(AppPool found) {
    pool = found;
    route = found.live();
  }

  /** Counts the request in at its app, unless that has so many already. */
  boolean enterApp(int most) {
    boolean entered = pool().enter(most);
    admitted = entered ? pool : null;
    return entered;
  }

  /** Counts it out, where it has been counted in. */
  void leaveApp() {
    if (admitted != null) {
      admitted.leave();
      admitted = null;
    }
  }

  boolean hasPool() {
    return pool != null;
  }

  AppPool pool() {
    return Objects.requireNonNull(pool, "pool");
  }

  /** The version that the request is routed by. */
  LiveRoute route() {
    return Objects.requireNonNull(route, "route");
  }

  RouteSettings settings() {
    return route().route().settings();
  }

  /** A target has counted the request in. */
  void goesTo(Target picked) {
    target = picked;
  }

  Target target() {
    return Objects.requireNonNull(target, "target");
  }

  /**
   * Whether the routes have changed so that the request must not go to its target any more (RM-3).
   */
  boolean isOutdated() {
    LiveRoute live = pool().live();
    return live != route && (pool().isRemoved() || !live.uses(target()));
  }

  /** Counts the request out, if a target has counted it in; returns the target. */
  @Nullable Target leave() {
    Target left = target;
    target = null;
    if (left != null) {
      left.leave();
    }
    return left;
  }

  /** The target is a tunnel's from now on, and counted as such. */
  void handOver() {
    target = null;
  }

  /** Targets that have taken no connection for this request, or have left it unanswered. */
  Set<Target> tried() {
    return tried;
  }

  private void addTried() {
    if (tried.isEmpty()) {
      tried = new HashSet<>(); // few requests need one
    }
    tried.add(target());
  }

  /** The target took no connection; returns whether another may be tried. */
  boolean connectFailed(RouterCode code) {
    addTried();
    leave();
    connectFailure = code;
    attempts++;
    return attempts < Limits.ATTEMPTS;
  }

  /** The target closed and has not answered; returns whether another may be asked. */
  boolean closedUnanswered(RouterCode code) {
    addTried();
    leave();
    connectFailure = code;
    repeats++;
    return repeats <= Limits.REPEATS;
  }

  /** How the last attempt failed; null if none has. */
  @Nullable RouterCode connectFailure() {
    return connectFailure;
  }

  /** A kept connection was no good: only a new one will do. */
  void takeFreshOnly() {
    freshOnly = true;
  }

  boolean takesFreshOnly() {
    return freshOnly;
  }

  /** Begins to wait, or goes on to; returns how long it may still, in nanoseconds. */
  long waits() {
    long now = System.nanoTime();
    if (waitingSince == 0) {
      waitingSince = now == 0 ? 1 : now;
    }
    tried = Set.of();
    return Exchange.nanos(settings().holdTimeout()) - (now - waitingSince);
  }

  boolean hasWaited() {
    return waitingSince != 0;
  }
}
