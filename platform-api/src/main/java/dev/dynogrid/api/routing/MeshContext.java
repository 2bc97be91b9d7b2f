package dev.dynogrid.api.routing;

import dev.dynogrid.api.log.LogSink;
import java.util.Objects;

/**
 * What the platform hands to a mesh.
 *
 * @param logs takes access lines ({@code dynogrid[router]})
 * @param listener is told when something happened; a hint
 */
public record MeshContext(LogSink logs, MeshListener listener) {
  /** Checks that all parts are there. */
  public MeshContext {
    Objects.requireNonNull(logs, "logs");
    Objects.requireNonNull(listener, "listener");
  }
}
