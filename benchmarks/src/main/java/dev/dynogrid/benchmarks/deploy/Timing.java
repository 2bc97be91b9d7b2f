package dev.dynogrid.benchmarks.deploy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured times in milliseconds. */
final class Timing {
  private static final double NANOS_A_MILLI = 1e6;

  private final List<Double> millis = new ArrayList<>();

  void add(long nanos) {
    millis.add(nanos / NANOS_A_MILLI);
  }

  double median() {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
