package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Which ports dynos can be given: a port that any outgoing connection may take is not one of them.
 */
final class PortRange {
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final int LEAST_SIZE = 1_000;

  private PortRange() {}

  static ProcessOptions.Range ofMachine(Path procfs) {
    Path file = procfs.resolve("sys/net/ipv4/ip_local_port_range");
    try {
      String[] bounds = ProcFile.read(file).strip().split("\\s+");
      return outside(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
    } catch (IOException | NumberFormatException e) {
      // Not Linux: the ephemeral range begins at 49152 by convention (RFC 6335).
      return new ProcessOptions.Range(FIRST, LAST);
    }
  }

  static ProcessOptions.Range outside(int ephemeralFirst, int ephemeralLast) {
    if (ephemeralFirst > FIRST + LEAST_SIZE) {
      return new ProcessOptions.Range(FIRST, Math.min(LAST, ephemeralFirst - 1));
    } else if (ephemeralLast < 65_535 - LEAST_SIZE) {
      return new ProcessOptions.Range(ephemeralLast + 1, 65_535);
    }
    return new ProcessOptions.Range(2_000, Math.max(2_000, ephemeralFirst - 1));
  }
}
