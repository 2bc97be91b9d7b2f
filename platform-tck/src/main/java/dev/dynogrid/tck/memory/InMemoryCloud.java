package dev.dynogrid.tck.memory;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostListener;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.LaunchStatus;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.LaunchId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the hosts of {@link InMemoryCapacityProvider}s are, of any number of platforms. Its script
 * can be changed at any time, and counts for what comes then. Safe for use by many threads.
 */
public final class InMemoryCloud {
  private static final Resources SIZE = new Resources(8L * 1024 * 1024 * 1024, 4_000);
  private static final int ZONES = 3;

  private record Machine(UUID platform, Host host) {}

  private record Launch(UUID platform, LaunchStatus status) {}

  private record Listening(UUID platform, HostListener listener) {}

  private final Clock clock;
  private final Map<HostId, Machine> machines = new LinkedHashMap<>();
  private final Map<LaunchId, Launch> launches = new LinkedHashMap<>();
  private final List<Listening> listeners = new ArrayList<>();
  private Duration bootTime = Duration.ZERO;
  private Duration endTime = Duration.ZERO;
  private int room = Integer.MAX_VALUE;
  private int shortfall;
  private boolean reachable = true;

  /** An empty cloud, in which machines boot and end at once. */
  public InMemoryCloud(Clock clock) {
    this.clock = clock;
  }

  /** How long a machine takes from being asked for to being ready. */
  public synchronized InMemoryCloud withBootTime(Duration time) {
    bootTime = time;
    return this;
  }

  /** How long a machine takes from being given back to being gone. */
  public synchronized InMemoryCloud withEndTime(Duration time) {
    endTime = time;
    return this;
  }

  /** How many machines there can be; a launch beyond it falls short. */
  public synchronized InMemoryCloud withRoom(int most) {
    room = most;
    return this;
  }

  /** The next launch, and only that one, gets so many machines fewer than it asks for. */
  public synchronized InMemoryCloud withShortfall(int machinesFewer) {
    shortfall = machinesFewer;
    return this;
  }

  /** Whether the cloud answers; if not, every call throws {@code UNREACHABLE}. */
  public synchronized InMemoryCloud withReach(boolean value) {
    reachable = value;
    return this;
  }

  /** A machine is gone, from one moment to the next. */
  public void lose(HostId id) {
    changeIf(id, host -> true, HostState.TERMINATED);
  }

  /** The owner of a machine says when he takes it away. */
  public void announce(HostId id, Instant leavesAt) {
    change(id, host -> Optional.of(with(host, host.state(), Optional.of(leavesAt))));
  }

  synchronized void addListener(UUID platform, HostListener listener) {
    listeners.add(new Listening(platform, listener));
  }

  synchronized void removeListener(UUID platform, HostListener listener) {
    listeners.remove(new Listening(platform, listener));
  }

  private void requireReach() {
    if (!reachable) {
      throw new DynogridException(ErrorCode.UNREACHABLE, "the cloud in memory does not answer");
    }
  }

  /** Remembers the launch before anything else, so that asking twice gets nothing new. */
  synchronized void launch(UUID platform, LaunchRequest request) {
    requireReach();
    if (launches.containsKey(request.id())) {
      return;
    }
    int free = Math.max(0, Math.min(request.count() - shortfall, room - machines.size()));
    int obtained = Math.min(request.count(), free);
    shortfall = 0;
    Optional<String> failure =
        obtained < request.count()
            ? Optional.of("insufficient capacity: the cloud has no more machines at the moment")
            : Optional.empty();
    LaunchStatus status =
        new LaunchStatus(request.id(), request.count(), obtained, failure, clock.instant());
    launches.put(request.id(), new Launch(platform, status));
    for (int i = 0; i < obtained; i++) {
      boot(platform, request.id());
    }
  }

  private void boot(UUID platform, LaunchId launch) {
    HostId id = new HostId(UUID.randomUUID());
    String zone = "zone-" + (1 + machines.size() % ZONES);
    machines.put(
        id,
        new Machine(
            platform,
            new Host(
                id,
                Optional.of(launch),
                "machine-" + id.toString().substring(0, 8),
                HostState.BOOTING,
                SIZE,
                zone,
                Map.of(),
                Optional.empty(),
                clock.instant())));
    later(bootTime, () -> changeIf(id, host -> host.state() == HostState.BOOTING, HostState.READY));
  }

  /** By a thread of the JVM's own pool, so that nothing has to be closed. */
  private static void later(Duration time, Runnable action) {
    CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(action);
  }

  synchronized List<LaunchStatus> launches(UUID platform) {
    requireReach();
    return launches.values().stream()
        .filter(launch -> launch.platform().equals(platform))
        .map(Launch::status)
        .filter(status -> status.failure().isPresent())
        .toList();
  }

  synchronized List<Host> hosts(UUID platform) {
    requireReach();
    return machines.values().stream()
        .filter(machine -> machine.platform().equals(platform))
        .map(Machine::host)
        .toList();
  }

  void terminate(UUID platform, HostId id) {
    synchronized (this) {
      requireReach();
      @Nullable Machine machine = machines.get(id);
      if (machine == null || !machine.platform().equals(platform)) {
        return;
      }
    }
    changeIf(id, host -> true, HostState.TERMINATING);
    Duration time;
    synchronized (this) {
      time = endTime;
    }
    later(time, () -> changeIf(id, host -> true, HostState.TERMINATED));
  }

  private void changeIf(HostId id, Predicate<Host> allowed, HostState next) {
    change(
        id,
        host ->
            allowed.test(host) && host.state().canBecome(next)
                ? Optional.of(with(host, next, host.leavesAt()))
                : Optional.empty());
  }

  private Host with(Host host, HostState state, Optional<Instant> leavesAt) {
    return new Host(
        host.id(),
        host.launch(),
        host.name(),
        state,
        host.resources(),
        host.failureDomain(),
        host.attributes(),
        leavesAt,
        clock.instant());
  }

  private interface Change {
    /** The machine as it is from now on; empty if it stays as it is. */
    Optional<Host> of(Host host);
  }

  /** Changes under the lock, and tells after it. */
  private void change(HostId id, Change change) {
    Host next;
    List<HostListener> told;
    synchronized (this) {
      @Nullable Machine machine = machines.get(id);
      Optional<Host> changed = machine == null ? Optional.empty() : change.of(machine.host());
      if (machine == null || changed.isEmpty()) {
        return;
      }
      next = changed.get();
      if (next.state() == HostState.TERMINATED) {
        machines.remove(id);
      } else {
        machines.put(id, new Machine(machine.platform(), next));
      }
      told =
          listeners.stream()
              .filter(listening -> listening.platform().equals(machine.platform()))
              .map(Listening::listener)
              .toList();
    }
    told.forEach(listener -> listener.changed(next));
  }
}
