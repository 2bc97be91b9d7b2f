package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.RouteChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Host name → app, app → pool. Changes are applied one after the other, each as a whole (RM-1): a
 * look-up that meets one waits for its end, a microsecond a route; all others take no lock. A
 * change costs what it names, not what the table holds.
 */
final class RouteTable {
  private final MeshContext context;
  private final Workers workers;
  private final Duration quarantine;
  private final AppPages pages;
  private final MeshMeters meters;
  private final Map<String, AppPool> hosts = new ConcurrentHashMap<>();
  private final Map<AppId, AppPool> apps = new ConcurrentHashMap<>();
  private final StampedLock changing = new StampedLock();
  private volatile long version;

  RouteTable(
      MeshContext context,
      Workers workers,
      Duration quarantine,
      AppPages pages,
      MeshMeters meters) {
    this.pages = pages;
    this.context = context;
    this.workers = workers;
    this.quarantine = quarantine;
    this.meters = meters;
  }

  /** The version that requests are served by; 0 before the first. */
  long version() {
    return version;
  }

  /** Applies a change, unless it is not newer than what is there; returns whether it did. */
  boolean apply(RouteChange change) {
    long stamp = changing.writeLock();
    try {
      if (change.version() <= version) {
        return false;
      }
      change.routes().forEach(this::put);
      if (change.complete() || !change.removed().isEmpty()) {
        leftOut(change).forEach(this::remove);
      }
      version = change.version();
    } finally {
      changing.unlockWrite(stamp);
    }
    change.routes().forEach(route -> pages.prepare(route.pages()));
    return true;
  }

  private Set<AppId> leftOut(RouteChange change) {
    Set<AppId> out = new HashSet<>(change.removed());
    if (change.complete()) {
      out.addAll(apps.keySet());
      change.routes().forEach(route -> out.remove(route.app()));
    }
    return out;
  }

  private void put(AppRoute route) {
    AppPool pool = apps.get(route.app());
    Set<String> hostsBefore = Set.of();
    AppPool renamed = null;
    if (pool == null) {
      pool = new AppPool(route, context, workers, quarantine, meters.apps());
      apps.put(route.app(), pool);
    } else {
      hostsBefore = pool.live().route().hostNames();
      if (!pool.live().route().name().equals(route.name())) {
        meters.forget(pool);
        renamed = pool;
      }
    }
    pool.take(route);
    if (renamed != null) {
      renamed.forgetCounts();
    }
    for (String host : route.hostNames()) {
      if (hosts.get(host) != pool) {
        hosts.put(host, pool);
      }
    }
    for (String host : hostsBefore) {
      if (!route.hostNames().contains(host)) {
        hosts.remove(host, pool);
      }
    }
  }

  private void remove(AppId app) {
    AppPool pool = apps.get(app);
    if (pool == null) {
      return;
    }
    for (String host : pool.live().route().hostNames()) {
      hosts.remove(host, pool);
    }
    pool.remove();
    meters.forget(pool);
    if (pool.isGone()) {
      apps.remove(app);
    }
  }

  /** The app that a host name belongs to; null if none. */
  @Nullable AppPool find(String host) {
    long stamp = changing.tryOptimisticRead();
    AppPool found = lookUp(host);
    if (changing.validate(stamp)) {
      return found;
    }
    stamp = changing.readLock();
    try {
      return lookUp(host);
    } finally {
      changing.unlockRead(stamp);
    }
  }

  private @Nullable AppPool lookUp(String host) {
    AppPool pool = hosts.get(host);
    return pool == null || pool.isRemoved() ? null : pool;
  }

  AppTraffic traffic(AppId app) {
    AppPool pool = apps.get(app);
    return pool == null ? AppTraffic.NONE : pool.traffic();
  }

  /** How many apps there are. */
  int size() {
    return apps.size();
  }

  List<AppPool> pools() {
    return new ArrayList<>(apps.values());
  }
}
