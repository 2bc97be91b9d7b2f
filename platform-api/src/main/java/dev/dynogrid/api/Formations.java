package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Formation;
import java.util.Map;

/** How many dynos of each process type apps want. */
public interface Formations {
  /** The formation that is wanted. */
  Formation get(AppId app);

  /**
   * Changes the number of dynos of some types. Returns when it is decided, durable and known to the
   * mesh, which holds requests until a first web dyno is up: dynos start at once, and dynos that
   * are too many are drained.
   *
   * @param changes {@code Map.of("web", 3)}; types that are not named stay
   * @return the formation that is wanted now
   * @throws dev.dynogrid.api.model.DynogridException {@code INVALID_ARGUMENT} for a process type
   *     that the current release has not, with those that it has
   */
  Formation scale(AppId app, Map<String, Integer> changes);

  /** {@link #scale} for one type. */
  default Formation scale(AppId app, String type, int count) {
    return scale(app, Map.of(type, count));
  }
}
