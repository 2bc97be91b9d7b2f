package dev.dynogrid.core.routing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where faults of the mesh itself go, which no app and no client can be told more about than H99.
 */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(NettyRoutingMesh.class);

  private Faults() {}

  static void report(String what, Throwable cause) {
    LOG.error("fault in the routing mesh: {}", what, cause);
  }
}
