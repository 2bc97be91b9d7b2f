package dev.dynogrid.core.grid;

import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.runtime.Limits;
import java.time.Duration;
import java.util.Objects;

/**
 * Times and limits of the grid.
 *
 * @param domain apps are served under {@code <name>.<domain>}
 * @param bootTimeout from start to healthy: R10
 * @param jvmBootTimeout the same for apps on the JVM
 * @param errorPatience how long a web dyno that listens may answer its health path with errors
 *     before it is given up, since some apps warm up behind a 503
 * @param workerUp a dyno without a port counts as up once it ran for this long
 * @param stopGrace from SIGTERM to SIGKILL: R12
 * @param limits what a dyno may use
 * @param routeSettings limits and times of routes
 */
public record GridOptions(
    String domain,
    Duration bootTimeout,
    Duration jvmBootTimeout,
    Duration errorPatience,
    Duration workerUp,
    Duration stopGrace,
    Limits limits,
    RouteSettings routeSettings) {
  /** Checks that all parts are there. */
  public GridOptions {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(bootTimeout, "bootTimeout");
    Objects.requireNonNull(jvmBootTimeout, "jvmBootTimeout");
    Objects.requireNonNull(errorPatience, "errorPatience");
    Objects.requireNonNull(workerUp, "workerUp");
    Objects.requireNonNull(stopGrace, "stopGrace");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(routeSettings, "routeSettings");
  }
}
