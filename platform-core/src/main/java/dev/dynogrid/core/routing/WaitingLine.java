package dev.dynogrid.core.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests of an app that wait for a dyno, the first first. Safe for use by many threads. */
final class WaitingLine {
  private final LinkedHashSet<Exchange> line = new LinkedHashSet<>();
  private volatile int size;

  /** Takes one in, unless there are {@code bound} already; returns its place from 1, or 0. */
  synchronized int add(Exchange exchange, int bound) {
    if (line.size() >= bound) {
      return 0;
    }
    line.add(exchange);
    size = line.size();
    return size;
  }

  /** Takes one out; false if it is not in it any more, because it is being woken. */
  synchronized boolean remove(Exchange exchange) {
    boolean removed = line.remove(exchange);
    size = line.size();
    return removed;
  }

  /** Takes out the first. */
  synchronized @Nullable Exchange poll() {
    if (line.isEmpty()) {
      return null;
    }
    Exchange first = line.iterator().next();
    remove(first);
    return first;
  }

  /** Takes out all. */
  synchronized List<Exchange> drain() {
    List<Exchange> all = new ArrayList<>(line);
    line.clear();
    size = 0;
    return all;
  }

  int size() {
    return size;
  }
}
