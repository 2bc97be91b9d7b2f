package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;

/**
 * Is told what the mesh sees. Calls are hints; they return quickly, since they come on the threads
 * that carry requests.
 */
public interface MeshListener {
  /** Hears nothing. */
  MeshListener NONE = new MeshListener() {};

  /** A request waits for a dyno of the app ({@link AppRoute.Mode#HOLD}). */
  default void demanded(AppId app) {}

  /** A node acknowledged a version. */
  default void acknowledged(long version) {}

  /** The last request in flight to a dyno that is not routed any more has finished. */
  default void drained(DynoId dyno) {}

  /** A dyno does not take connections. */
  default void unreachable(DynoId dyno, RouterCode code) {}
}
