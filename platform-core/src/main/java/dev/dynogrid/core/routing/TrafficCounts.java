package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What went through, for one app or for all: counted by many threads at a few nanoseconds each, and
 * added up by whoever asks.
 */
final class TrafficCounts {
  private static final int CLASSES = 6;

  final LongAdder receivedBytes = new LongAdder();
  final LongAdder sentBytes = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder firstBytes = new LongAdder();
  final LongAdder firstByteNanos = new LongAdder();
  final LongAdder queued = new LongAdder();
  final LongAdder queuedNanos = new LongAdder();
  private final LongAdder[] classes = new LongAdder[CLASSES];
  private final Map<RouterCode, LongAdder> codes = new ConcurrentHashMap<>();
  private final Consumer<RouterCode> newCode;

  /** Nothing yet; {@code newCode} hears of each code when it is first counted. */
  TrafficCounts(Consumer<RouterCode> newCode) {
    this.newCode = newCode;
    for (int i = 0; i < CLASSES; i++) {
      classes[i] = new LongAdder();
    }
  }

  /** A request is over. */
  void ended(AccessNotes notes) {
    classes[Math.min(notes.status() / 100, CLASSES - 1)].increment();
    addIfAny(receivedBytes, notes.receivedBytes());
    addIfAny(sentBytes, notes.sentBytes());
    addIfAny(retries, notes.retries());
    if (notes.firstByteNanos() >= 0) {
      firstBytes.increment();
      firstByteNanos.add(notes.firstByteNanos());
    }
    if (notes.queuedNanos() > 0) {
      queued.increment();
      queuedNanos.add(notes.queuedNanos());
    }
    RouterCode code = notes.code();
    if (code != null) {
      LongAdder counter = codes.get(code);
      if (counter == null) {
        counter = codes.computeIfAbsent(code, unseen -> new LongAdder());
        newCode.accept(code);
      }
      counter.increment();
    }
  }

  private static void addIfAny(LongAdder counter, long more) {
    if (more > 0) {
      counter.add(more);
    }
  }

  /** Requests that ended with a status from {@code 100 * hundreds} to 99 above that. */
  double ofClass(int hundreds) {
    return classes[hundreds].sum();
  }

  double ofCode(RouterCode code) {
    LongAdder counter = codes.get(code);
    return counter == null ? 0 : counter.sum();
  }
}
