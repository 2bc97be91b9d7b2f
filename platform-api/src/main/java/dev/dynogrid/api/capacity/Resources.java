package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.Arguments;

/**
 * What a host has.
 *
 * @param memoryBytes memory for dynos
 * @param milliCpus processors for dynos, in thousandths
 */
public record Resources(long memoryBytes, int milliCpus) {
  /** Checks the ranges. */
  public Resources {
    Arguments.check(memoryBytes >= 0, "memory bytes", memoryBytes, "0 or more");
    Arguments.check(milliCpus >= 0, "milli CPUs", milliCpus, "0 or more");
  }
}
