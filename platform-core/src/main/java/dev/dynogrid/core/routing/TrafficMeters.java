package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The meters of one {@link TrafficCounts}. */
final class TrafficMeters {
  private static final int LEAST_CLASS = 1;
  private static final int MOST_CLASS = 5;

  private final MeterRegistry registry;
  private final String prefix;
  private final Tags tags;
  private final Executor later;
  private final TrafficCounts counts = new TrafficCounts(code -> later(() -> countCode(code)));
  private final List<Meter> meters = new CopyOnWriteArrayList<>();

  /** Those of all apps together; all codes are known from the start. */
  TrafficMeters(MeterRegistry registry, String prefix) {
    this(registry, prefix, Tags.empty(), task -> {});
  }

  /** Those with some tags; a code is registered by {@code later} when it comes up. */
  TrafficMeters(MeterRegistry registry, String prefix, Tags tags, Executor later) {
    this.registry = registry;
    this.prefix = prefix;
    this.tags = tags;
    this.later = later;
  }

  private void later(Runnable task) {
    later.execute(task);
  }

  TrafficCounts counts() {
    return counts;
  }

  void register() {
    for (int hundreds = LEAST_CLASS; hundreds <= MOST_CLASS; hundreds++) {
      int of = hundreds;
      count("requests", "Requests that are over", "status", of + "xx", all -> all.ofClass(of));
    }
    count("retries", "Times that another dyno or connection was tried", all -> all.retries.sum());
    bytes("received", "Bytes of request bodies", counts.receivedBytes);
    bytes("sent", "Bytes of response bodies", counts.sentBytes);
  }

  /** Times as their number and their sum; all apps together have histograms of them. */
  void registerTimes() {
    time(
        "first.byte",
        "Until the first byte of responses",
        counts.firstBytes,
        counts.firstByteNanos);
    time("queue", "Waits for a dyno", counts.queued, counts.queuedNanos);
  }

  <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    meters.add(
        Gauge.builder(prefix + "." + name, of, value)
            .description(description)
            .tags(tags)
            .register(registry));
  }

  /** One for each code, so that also the first error is a step up from 0. */
  void registerCodes() {
    for (RouterCode code : RouterCode.values()) {
      countCode(code);
    }
  }

  private void countCode(RouterCode code) {
    count(
        "errors",
        "Requests that were not answered by their app",
        "code",
        code.name(),
        all -> all.ofCode(code));
  }

  private void count(String name, String description, ToDoubleFunction<TrafficCounts> value) {
    count(name, description, tags, value);
  }

  private void count(
      String name,
      String description,
      String tag,
      String tagValue,
      ToDoubleFunction<TrafficCounts> value) {
    count(name, description, tags.and(tag, tagValue), value);
  }

  private void count(
      String name, String description, Tags all, ToDoubleFunction<TrafficCounts> value) {
    meters.add(
        FunctionCounter.builder(prefix + "." + name, counts, value)
            .description(description)
            .tags(all)
            .register(registry));
  }

  private void bytes(String name, String description, LongAdder adder) {
    meters.add(
        FunctionCounter.builder(prefix + "." + name, adder, LongAdder::sum)
            .description(description)
            .baseUnit("bytes")
            .tags(tags)
            .register(registry));
  }

  private void time(String name, String description, LongAdder number, LongAdder nanos) {
    meters.add(
        FunctionTimer.builder(
                prefix + "." + name, number, LongAdder::sum, n -> nanos.sum(), TimeUnit.NANOSECONDS)
            .description(description)
            .tags(tags)
            .register(registry));
  }

  void remove() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
