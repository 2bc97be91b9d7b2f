package dev.dynogrid.core.routing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Picks a dyno: the one with the fewest requests in flight, of all where there are few, of two
 * random ones where there are many. Where weights differ, a weight is drawn first, in proportion,
 * and then the least busy one of that weight: a canary gets its part also while nobody is busy.
 */
final class LoadBalancer {
  private static final int FEW = 8;

  private LoadBalancer() {}

  /**
   * Picks a target and counts the request in.
   *
   * @param tried those that the request must not go to again
   * @return null if none has room
   */
  static @Nullable Target enter(LiveRoute route, Set<Target> tried) {
    List<Target> targets = route.targets();
    int limit = route.requestsPerDyno();
    if (targets.size() > FEW && tried.isEmpty() && isUniform(route.weights())) {
      Target target = lessBusy(random(targets), random(targets), limit);
      if (target != null && target.load().tryEnter(limit)) {
        return target;
      }
    }
    // Another thread may take the last place between the look and the entry: look again then.
    for (Target target = least(route, tried); target != null; target = least(route, tried)) {
      if (target.load().tryEnter(limit)) {
        return target;
      }
    }
    return null;
  }

  private static @Nullable Target least(LiveRoute route, Set<Target> tried) {
    List<Target> targets = route.targets();
    int limit = route.requestsPerDyno();
    int weight = drawWeight(route, tried);
    Target best = null;
    int size = targets.size();
    int start = size == 0 ? 0 : ThreadLocalRandom.current().nextInt(size);
    for (int i = 0; i < size; i++) {
      int at = (start + i) % size;
      Target target = targets.get(at);
      if (route.weights().get(at) == weight && !tried.contains(target)) {
        best = best == null ? only(target, limit) : lessBusy(best, target, limit);
      }
    }
    return best;
  }

  private static int drawWeight(LiveRoute route, Set<Target> tried) {
    List<Integer> weights = route.weights();
    if (isUniform(weights)) {
      return weights.isEmpty() ? 0 : weights.get(0);
    }
    int total = 0;
    int drawn = 0;
    for (int i = 0; i < weights.size(); i++) {
      Target target = route.targets().get(i);
      if (!tried.contains(target) && hasRoom(target, route.requestsPerDyno())) {
        total += weights.get(i);
        // Keeps the one of this weight with probability weight / total: one pass, no list.
        if (ThreadLocalRandom.current().nextInt(total) < weights.get(i)) {
          drawn = weights.get(i);
        }
      }
    }
    return drawn;
  }

  private static boolean isUniform(List<Integer> weights) {
    for (int i = 1; i < weights.size(); i++) {
      if (!weights.get(i).equals(weights.get(0))) {
        return false;
      }
    }
    return true;
  }

  private static Target random(List<Target> targets) {
    return targets.get(ThreadLocalRandom.current().nextInt(targets.size()));
  }

  private static @Nullable Target lessBusy(Target one, Target other, int limit) {
    if (!hasRoom(one, limit)) {
      return only(other, limit);
    }
    return hasRoom(other, limit) && other.load().active() < one.load().active() ? other : one;
  }

  private static @Nullable Target only(Target target, int limit) {
    return hasRoom(target, limit) ? target : null;
  }

  private static boolean hasRoom(Target target, int limit) {
    TargetLoad load = target.load();
    return !target.isQuarantined() && !load.isRetired() && load.active() < limit;
  }

  /** Whether half of all places, or the only one of a dyno, may be taken by slow senders. */
  static boolean isHalfTaken(LiveRoute route) {
    if (route.requestsPerDyno() == 1) {
      return true;
    }
    long taken = 0;
    for (Target target : route.targets()) {
      taken += target.load().active();
    }
    return 2 * taken >= (long) route.requestsPerDyno() * route.targets().size();
  }

  /** Whether {@link #enter} would find one now. */
  static boolean hasRoom(LiveRoute route, Set<Target> tried) {
    for (Target target : route.targets()) {
      if (!tried.contains(target) && hasRoom(target, route.requestsPerDyno())) {
        return true;
      }
    }
    return false;
  }
}
