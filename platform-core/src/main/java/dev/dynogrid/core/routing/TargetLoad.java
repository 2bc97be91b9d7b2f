package dev.dynogrid.core.routing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How busy a dyno is, and whether it may be given more: one word, so that a request that is counted
 * and a dyno that leaves its route are always seen in the same order by everybody. A request enters
 * before anything is sent for it; once {@link #retire} has returned nobody enters any more, so a
 * dyno that has been retired and is then seen empty stays so (RM-3, RM-5).
 */
final class TargetLoad {
  private static final long RETIRED = 1L << 62;
  private static final long UPGRADED_ONE = 1L << 31;
  private static final long PART = UPGRADED_ONE - 1;

  private final AtomicLong word = new AtomicLong();

  /** Counts a request in, unless there are {@code limit} already or the dyno has been retired. */
  boolean tryEnter(int limit) {
    while (true) {
      long seen = word.get();
      if ((seen & RETIRED) != 0 || active(seen) >= limit) {
        return false;
      }
      if (word.compareAndSet(seen, seen + 1)) {
        return true;
      }
    }
  }

  /**
   * Counts a request out.
   *
   * @return whether it was the last one of a dyno that has been retired
   */
  boolean leave() {
    return word.decrementAndGet() == RETIRED;
  }

  /** Makes an upgraded connection of a request, unless there are {@code limit} already. */
  boolean tryUpgrade(int limit) {
    while (true) {
      long seen = word.get();
      if (upgraded(seen) >= limit) {
        return false;
      }
      if (word.compareAndSet(seen, seen - 1 + UPGRADED_ONE)) {
        return true;
      }
    }
  }

  /** Like {@link #leave}, for an upgraded connection. */
  boolean leaveUpgraded() {
    return word.addAndGet(-UPGRADED_ONE) == RETIRED;
  }

  /** Lets nobody enter any more. */
  void retire() {
    word.getAndUpdate(seen -> seen | RETIRED);
  }

  /** Takes {@link #retire} back. */
  void revive() {
    word.getAndUpdate(seen -> seen & ~RETIRED);
  }

  boolean isRetired() {
    return (word.get() & RETIRED) != 0;
  }

  /** Requests, without upgraded connections: what the limit is about. */
  int active() {
    return active(word.get());
  }

  /** Requests and upgraded connections. */
  int inFlight() {
    long seen = word.get();
    return active(seen) + upgraded(seen);
  }

  private static int active(long word) {
    return (int) (word & PART);
  }

  private static int upgraded(long word) {
    return (int) ((word & ~RETIRED) / UPGRADED_ONE);
  }
}
