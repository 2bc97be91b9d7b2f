package dev.dynogrid.core.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one worker to one dyno that carry no request at the moment, the last used first.
 * Confined to the worker's thread.
 */
final class IdleConnections {
  private final Target target;
  private final Worker worker;
  private final ArrayDeque<DynoConnection> connections = new ArrayDeque<>();

  IdleConnections(Target target, Worker worker) {
    this.target = target;
    this.worker = worker;
  }

  Worker worker() {
    return worker;
  }

  /**
   * Takes one out. A dyno may close an idle connection at the moment in which it is used again; for
   * a request that cannot be sent again it must therefore have been in use just now.
   */
  @Nullable DynoConnection take(boolean repeatable) {
    DynoConnection newest = connections.peekLast();
    if (newest == null || (!repeatable && newest.idleNanos() >= Limits.FRESH_NANOS)) {
      return null;
    }
    connections.removeLast();
    newest.leaveIdle();
    return newest;
  }

  /** Takes one back whose response is complete. */
  void put(DynoConnection connection) {
    if (target.load().isRetired() || worker.isClosing()) {
      connection.close();
    } else {
      connections.addLast(connection);
      connection.enterIdle();
    }
  }

  /** It has been closed. */
  void remove(DynoConnection connection) {
    connections.remove(connection);
  }

  void closeAll() {
    List<DynoConnection> all = new ArrayList<>(connections);
    connections.clear();
    all.forEach(DynoConnection::close);
  }
}
