package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ReleaseId;
import java.util.Objects;

/**
 * A dyno that takes requests.
 *
 * @param dyno the dyno
 * @param name {@code web.1}, for the log
 * @param release what it runs: error rates are counted by it
 * @param endpoint where it listens
 * @param weight its part of the requests relative to the other targets; 0 for none, 100 is the
 *     usual one
 */
public record RouteTarget(
    DynoId dyno, DynoName name, ReleaseId release, Endpoint endpoint, int weight) {
  /** The weight of a dyno that is like the others. */
  public static final int USUAL_WEIGHT = 100;

  /** Checks the parts. */
  public RouteTarget {
    Objects.requireNonNull(dyno, "dyno");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(endpoint, "endpoint");
    Arguments.within("weight", weight, 0, 10_000);
  }
}
