package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where dynos run as processes.
 *
 * @param ports the ports that dynos are given, outside of the machine's ephemeral range
 * @param procfs where the kernel tells of processes; {@code /proc}
 */
public record ProcessOptions(Range ports, Path procfs) {
  /** Checks that all parts are there. */
  public ProcessOptions {
    Objects.requireNonNull(ports, "ports");
    Objects.requireNonNull(procfs, "procfs");
  }

  /** Ports below the machine's ephemeral range. */
  public static ProcessOptions usual() {
    Path procfs = Path.of("/proc");
    return new ProcessOptions(PortRange.ofMachine(procfs), procfs);
  }

  /**
   * Ports.
   *
   * @param first the lowest
   * @param last the highest
   */
  public record Range(int first, int last) {
    /** Checks the range. */
    public Range {
      Arguments.within("first port", first, 1024, 65_535);
      Arguments.within("last port", last, first, 65_535);
    }

    int size() {
      return last - first + 1;
    }
  }
}
