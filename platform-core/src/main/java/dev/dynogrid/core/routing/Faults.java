package dev.dynogrid.core.routing;

/** Where faults of the mesh itself go, which no app and no client can be told more about than H99. */
final class Faults {
  private Faults() {}

  static void report(String what, Throwable cause) {
    System.getLogger(NettyRoutingMesh.class.getName())
        .log(System.Logger.Level.ERROR, "fault in the routing mesh: " + what, cause);
  }
}
