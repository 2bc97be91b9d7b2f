package dev.dynogrid.core.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts client connections, in all and by address. Safe for use by many threads. */
final class Admission {
  /** What becomes of a connection that has just been made. */
  enum Verdict {
    /** There is room for it. */
    WELCOME,
    /** It may stay, but others that only wait have to go. */
    MAKE_ROOM,
    /** Its address has too many. */
    REFUSED
  }

  private final int inAll;
  private final int ofAddress;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

  Admission(int inAll, int ofAddress) {
    this.inAll = inAll;
    this.ofAddress = ofAddress;
  }

  /** Counts one in, also one that is refused. */
  Verdict enter(String address) {
    int all = count.incrementAndGet();
    if (ofAddress > 0 && byAddress.merge(address, 1, Integer::sum) > ofAddress) {
      return Verdict.REFUSED;
    }
    return all > inAll ? Verdict.MAKE_ROOM : Verdict.WELCOME;
  }

  /** Counts one out. */
  void leave(String address) {
    count.decrementAndGet();
    if (ofAddress > 0) {
      byAddress.computeIfPresent(address, (key, number) -> number == 1 ? null : number - 1);
    }
  }

  int count() {
    return count.get();
  }
}
