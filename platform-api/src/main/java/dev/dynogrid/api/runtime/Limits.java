package dev.dynogrid.api.runtime;

import dev.dynogrid.api.model.Arguments;

/**
 * What a dyno may use.
 *
 * @param memoryBytes over it R14, over twice of it R15
 * @param cpuShares its part under contention, relative to other dynos; 1024 is the usual one
 * @param processes processes and threads at most
 */
public record Limits(long memoryBytes, int cpuShares, int processes) {
  /** 512 MB, the usual share, 256 processes. */
  public static final Limits STANDARD = new Limits(512L * 1024 * 1024, 1024, 256);

  /** Checks the ranges. */
  public Limits {
    Arguments.check(
        memoryBytes >= 16L * 1024 * 1024, "memory limit", memoryBytes, "16 MB or more, in bytes");
    Arguments.within("cpu shares", cpuShares, 2, 262_144);
    Arguments.within("process limit", processes, 16, 32_768);
  }
}
