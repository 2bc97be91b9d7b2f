package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RouterCode;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One dyno as the mesh sees it: its load, its quarantine, the idle connections to it. It outlives
 * the routes that name it, until the last request to it is done. Safe for use by many threads.
 */
final class Target {
  private final AppPool pool;
  private final TargetLoad load = new TargetLoad();
  private final Quarantine quarantine;
  private final AtomicReferenceArray<IdleConnections> idle;
  private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
  private volatile RouteTarget route;
  private volatile long retiredAt;

  /** Made when the first request needs them: a change of routes makes many targets. */
  private @Nullable InetSocketAddress address;

  private @Nullable String name;

  Target(AppPool pool, RouteTarget route, Workers workers, Duration quarantineTime) {
    this.pool = pool;
    this.route = route;
    this.quarantine = new Quarantine(this, quarantineTime);
    this.idle = new AtomicReferenceArray<>(workers.count());
  }

  /** Literal addresses are taken as they are; names are looked up when a connection is made. */
  private static InetSocketAddress addressOf(String host, int port) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal == null) {
      return InetSocketAddress.createUnresolved(host, port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(literal), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + literal.length + " bytes", e);
    }
  }

  RouteTarget route() {
    return route;
  }

  /** {@code web.1}. */
  String name() {
    String known = name;
    if (known == null) {
      known = route.name().toString();
      name = known; // whoever else makes one makes the same
    }
    return known;
  }

  AppPool pool() {
    return pool;
  }

  InetSocketAddress address() {
    InetSocketAddress known = address;
    if (known == null) {
      known = addressOf(route.endpoint().host(), route.endpoint().port());
      address = known;
    }
    return known;
  }

  TargetLoad load() {
    return load;
  }

  boolean isQuarantined() {
    return quarantine.holds();
  }

  /** Takes new values of a route that still names the dyno, also if it had left. */
  void keep(RouteTarget changed) {
    route = changed;
    load.revive();
  }

  /** The dyno left the route: nothing more goes to it, and idle connections to it are closed. */
  void retire(Workers workers, Duration drainTime) {
    retiredAt = System.nanoTime();
    load.retire();
    for (int i = 0; i < idle.length(); i++) {
      IdleConnections connections = idle.get(i);
      if (connections != null) {
        Channels.run(connections.worker().loop(), connections::closeAll);
      }
    }
    if (!tunnels.isEmpty()) {
      Channels.later(workers.any(), this::endTunnels, Exchange.nanos(drainTime));
    }
  }

  private void endTunnels() {
    if (load.isRetired()) {
      tunnels.forEach(Tunnel::goAway);
    }
  }

  /** Idle connections of one worker; called on its thread. */
  IdleConnections idle(Worker worker) {
    IdleConnections connections = idle.get(worker.index());
    if (connections == null) {
      connections = new IdleConnections(this, worker);
      idle.set(worker.index(), connections);
    }
    return connections;
  }

  /** A request is done with this dyno. */
  void leave() {
    if (load.leave()) {
      pool.drained(this);
    }
    pool.slotFreed();
  }

  /** A request became an upgraded connection; false if there are too many. */
  boolean upgraded(Tunnel tunnel, int limit) {
    if (!load.tryUpgrade(limit)) {
      return false;
    }
    tunnels.add(tunnel);
    if (load.isRetired()) {
      long left = pool.drainNanos() - (System.nanoTime() - retiredAt);
      Channels.later(tunnel.loop(), this::endTunnels, left);
    }
    pool.slotFreed();
    return true;
  }

  /** An upgraded connection is done. */
  void leaveUpgraded(Tunnel tunnel) {
    tunnels.remove(tunnel);
    if (load.leaveUpgraded()) {
      pool.drained(this);
    }
  }

  /** The dyno takes no connections: none are tried until a probe gets through. */
  void unreachable(RouterCode code, Worker worker) {
    if (quarantine.begin(worker)) {
      pool.unreachable(this, code);
    }
  }

  /** A probe got through. */
  void reachable(Channel probe) {
    Channels.close(probe);
    pool.wakeAll();
  }
}
