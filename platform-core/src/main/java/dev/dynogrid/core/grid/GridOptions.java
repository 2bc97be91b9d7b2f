package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.runtime.Limits;
import java.util.Objects;

/**
 * How a grid is to work.
 *
 * @param domain apps are served under {@code <name>.<domain>}
 * @param times the times that it keeps
 * @param limits what a dyno may use
 * @param reserve what of a host a dyno is promised; less than its limits where hosts are shared by
 *     many that mostly wait
 * @param routeSettings limits and times of routes
 */
public record GridOptions(
    String domain, GridTimes times, Limits limits, Resources reserve, RouteSettings routeSettings) {
  /** Checks that all parts are there. */
  public GridOptions {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(times, "times");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(reserve, "reserve");
    Objects.requireNonNull(routeSettings, "routeSettings");
  }
}
