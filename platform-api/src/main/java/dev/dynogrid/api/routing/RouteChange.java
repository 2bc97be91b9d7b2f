package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Arguments;
import java.util.List;
import java.util.Set;

/**
 * A change of the routes, applied as a whole.
 *
 * @param version numbers rise over the whole life of the platform, restarts included
 * @param complete whether these are all routes, so that every other one goes
 * @param routes routes to add, or to replace as a whole
 * @param removed apps whose routes go
 */
public record RouteChange(
    long version, boolean complete, List<AppRoute> routes, Set<AppId> removed) {
  /** Checks and takes copies. */
  public RouteChange {
    Arguments.check(version >= 1, "route version", version, "1 or more");
    routes = List.copyOf(routes);
    removed = Set.copyOf(removed);
  }
}
