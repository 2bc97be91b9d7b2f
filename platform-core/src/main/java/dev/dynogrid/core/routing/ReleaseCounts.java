package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.routing.AppTraffic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How requests fared, by release. Safe for use by many threads. */
final class ReleaseCounts {
  private static final int FIRST_ERROR = 500;

  private final Map<ReleaseId, Counter> releases = new ConcurrentHashMap<>();

  void answered(ReleaseId release, int status) {
    Counter counter = releases.get(release);
    if (counter == null) {
      counter = releases.computeIfAbsent(release, id -> new Counter());
    }
    counter.requests.increment();
    if (status >= FIRST_ERROR) {
      counter.errors.increment();
    }
  }

  Map<ReleaseId, AppTraffic.Counts> snapshot() {
    return releases.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().snapshot()));
  }

  private static final class Counter {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();

    private AppTraffic.Counts snapshot() {
      return new AppTraffic.Counts(requests.sum(), errors.sum());
    }
  }
}
