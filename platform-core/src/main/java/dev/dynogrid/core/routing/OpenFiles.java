package dev.dynogrid.core.routing;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files, and so connections, this process may have open. */
final class OpenFiles {
  private static final int UNKNOWN = 10_000;
  private static final int MOST = 1_000_000;

  private OpenFiles() {}

  /** What is for clients of it: two thirds. */
  static int forClients() {
    boolean known =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
    long most =
        known
            ? ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getMaxFileDescriptorCount()
            : UNKNOWN;
    return (int) Math.max(100, Math.min(MOST, most / 3 * 2));
  }
}
