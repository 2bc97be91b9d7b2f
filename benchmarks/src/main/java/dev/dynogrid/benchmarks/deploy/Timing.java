package dev.dynogrid.benchmarks.deploy;

import dev.dynogrid.benchmarks.Samples;

/** Measured times in milliseconds. */
final class Timing {
  private static final double NANOS_A_MILLI = 1e6;

  private final Samples millis = new Samples();

  void add(long nanos) {
    millis.add(nanos / NANOS_A_MILLI);
  }

  double median() {
    return millis.median();
  }
}
