package dev.dynogrid.core.grid;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When things are to be looked at again: one time each. Alarms that were moved are left to rot.
 *
 * @param <K> what is looked at
 */
final class Alarms<K extends Alarmed> {
  private final PriorityQueue<Alarm<K>> queue =
      new PriorityQueue<>(
          Comparator.comparing((Alarm<K> alarm) -> alarm.at())
              .thenComparingLong(alarm -> alarm.number()));
  private long last;

  private record Alarm<K extends Alarmed>(Instant at, long number, K key) {
    boolean isStale() {
      return !at.equals(key.alarm);
    }
  }

  /** Moves the alarm of a thing, or takes it away. */
  void set(K key, Optional<Instant> at) {
    @Nullable Instant time = at.orElse(null);
    if (time != null && !time.equals(key.alarm)) {
      queue.add(new Alarm<>(time, ++last, key));
    }
    key.alarm = time;
  }

  Optional<Instant> next() {
    dropStale();
    return Optional.ofNullable(queue.peek()).map(Alarm::at);
  }

  void ring(Instant now, Consumer<K> each) {
    dropStale();
    for (@Nullable Alarm<K> first = queue.peek();
        first != null && !first.at().isAfter(now);
        first = queue.peek()) {
      queue.remove();
      first.key().alarm = null;
      each.accept(first.key());
      dropStale();
    }
  }

  private void dropStale() {
    for (@Nullable Alarm<K> first = queue.peek();
        first != null && first.isStale();
        first = queue.peek()) {
      queue.remove();
    }
  }
}
