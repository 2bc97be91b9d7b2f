package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.ReleaseId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What goes through for one app.
 *
 * @param inFlight requests and upgraded connections that are under way, by dyno, dynos that have
 *     left the route included; ones without any are left out
 * @param waiting requests that wait for a dyno
 * @param releases counts since the mesh was opened, by release
 * @param lastRequest when the last request came; empty if none has
 */
public record AppTraffic(
    Map<DynoId, Integer> inFlight,
    int waiting,
    Map<ReleaseId, Counts> releases,
    Optional<Instant> lastRequest) {
  /** Nothing at all. */
  public static final AppTraffic NONE = new AppTraffic(Map.of(), 0, Map.of(), Optional.empty());

  /** Takes copies. */
  public AppTraffic {
    inFlight = Map.copyOf(inFlight);
    releases = Map.copyOf(releases);
  }

  /** Requests under way to one dyno. */
  public int inFlight(DynoId dyno) {
    return inFlight.getOrDefault(dyno, 0);
  }

  /**
   * How the requests to a release fared.
   *
   * @param requests all that were answered
   * @param errors those answered with a status of 500 or more, by the dyno or for it
   */
  public record Counts(long requests, long errors) {}
}
