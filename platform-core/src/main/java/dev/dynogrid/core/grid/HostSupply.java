package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.model.LaunchId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that there are hosts enough: asks for them ahead of demand, as the standby policy
 * says, and gives surplus back late, the emptiest first and one at a time. Does nothing where hosts
 * are given.
 *
 * <p>Nothing of it has to be remembered over a restart: hosts that nobody needs, whoever asked for
 * them, are surplus like any other (G8).
 */
final class HostSupply {
  /** Surplus is kept for so long, since demand comes back. */
  static final Duration LATE = Duration.ofMinutes(15);

  /** A host that is not there by then is given up. */
  static final Duration JOIN = Duration.ofMinutes(10);

  static final Duration FIRST_RETRY = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 4;
  private static final int SAMPLES = 180;
  private static final Duration SAMPLE = Duration.ofMinutes(1);

  private final GridModel model;
  private final Output out;
  private final Optional<StandbyPolicy> policy;
  private final Supplier<UUID> ids;
  private final Resources reserve;
  private final Duration pause;
  private final Deque<StandbyPolicy.Sample> history = new ArrayDeque<>();
  private final Map<LaunchId, Launch> launches = new HashMap<>();
  private @Nullable Instant surplusSince;
  private Instant lookAt = Instant.MIN;
  private Instant retryAt = Instant.MIN;
  private int failures;

  /** Hosts that were asked for and are not listed yet. */
  private record Launch(int missing, Instant until) {}

  /** How many hosts there are: to count on, ready, and of these ready what one has. */
  private record Stock(int present, int ready, Resources size) {}

  HostSupply(
      GridModel model,
      Output out,
      Optional<StandbyPolicy> policy,
      Supplier<UUID> ids,
      GridOptions options) {
    this.model = model;
    this.out = out;
    this.policy = policy;
    this.ids = ids;
    this.reserve = options.reserve();
    this.pause = options.times().relist();
  }

  /** Hosts that came of a launch are not missing any more. */
  void listed(List<Host> hosts) {
    for (Host host : hosts) {
      if (host.launch().map(launches::remove).isPresent()) {
        failures = 0;
      }
    }
    lookAt = Instant.MIN;
  }

  /** Fewer hosts came than were asked for, and no more will. */
  void failed(LaunchId launch, Instant now) {
    if (launches.remove(launch) != null) {
      retryLater(now);
    }
  }

  private void retryLater(Instant now) {
    retryAt = now.plus(FIRST_RETRY.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS)));
    lookAt = Instant.MIN;
  }

  /** To be called in every step; looks now and then, and when a dyno finds no room. */
  void look(Instant now) {
    if (policy.isEmpty() || model.closing || (now.isBefore(lookAt) && !model.roomIsMissing)) {
      return;
    }
    model.roomIsMissing = false;
    lookAt = now.plus(pause);
    if (launches.values().removeIf(launch -> now.isAfter(launch.until()))) {
      retryLater(now);
    }
    Stock stock = stock();
    int needed = needed(stock);
    remember(now, needed, stock.ready());
    int wanted = Math.max(needed, policy.get().hostsWanted(now, List.copyOf(history)));
    int coming = launches.values().stream().mapToInt(Launch::missing).sum();
    balance(wanted, stock.present() + coming, now);
    giveBackEmpty();
  }

  private Stock stock() {
    int present = 0;
    int ready = 0;
    Resources size = new Resources(0, 0);
    for (GridHost host : model.hosts.all()) {
      present += host.isCountedOn() ? 1 : 0;
      if (host.takesDynos()) {
        ready++;
        size = host.resources();
      }
    }
    return new Stock(present, ready, size);
  }

  /** What is promised, by what a host has; what finds no room needs one more. */
  private int needed(Stock stock) {
    long dynos = model.hosts.all().stream().mapToLong(host -> host.dynos.size()).sum();
    int waiting = model.waiting();
    int needed = hostsFor(dynos + waiting, reserve, stock.size());
    return waiting > 0 ? Math.max(needed, stock.ready() + 1) : needed;
  }

  /** How many hosts of a size hold so many dynos; 1 if nothing is known of their size. */
  static int hostsFor(long dynos, Resources dyno, Resources host) {
    if (dynos == 0) {
      return 0;
    } else if (host.memoryBytes() == 0) {
      return 1;
    }
    long byMemory = ceil(dynos * dyno.memoryBytes(), host.memoryBytes());
    long byCpu = ceil(dynos * dyno.milliCpus(), Math.max(1, host.milliCpus()));
    return (int) Math.min(Integer.MAX_VALUE, Math.max(byMemory, byCpu));
  }

  private static long ceil(long value, long by) {
    return (value + by - 1) / by;
  }

  private void remember(Instant now, int needed, int ready) {
    long dynos = model.hosts.all().stream().mapToLong(host -> host.dynos.size()).sum();
    StandbyPolicy.@Nullable Sample last = history.peekLast();
    boolean young = last != null && now.isBefore(last.at().plus(SAMPLE));
    if (last != null && young) {
      history.removeLast();
    }
    Instant at = last != null && young ? last.at() : now;
    history.add(new StandbyPolicy.Sample(at, (int) dynos, needed, ready));
    if (history.size() > SAMPLES) {
      history.removeFirst();
    }
  }

  private void balance(int wanted, int have, Instant now) {
    if (have < wanted) {
      surplusSince = null;
      launch(wanted - have - keepReturning(wanted - have), now);
    } else if (have > wanted) {
      @Nullable Instant since = surplusSince;
      surplusSince = since == null ? now : since;
      if (since != null && !now.isBefore(since.plus(LATE))) {
        giveBackOne();
      }
    } else {
      surplusSince = null;
    }
  }

  /** Hosts that were to be given back are the first to stay. */
  private int keepReturning(int missing) {
    int kept = 0;
    for (GridHost host : model.hosts.all()) {
      if (kept < missing && host.returning && !host.terminated) {
        host.returning = false;
        kept++;
      }
    }
    if (kept > 0) {
      model.lookAtWaiting(Integer.MAX_VALUE);
    }
    return kept;
  }

  private void launch(int count, Instant now) {
    if (count > 0 && !now.isBefore(retryAt)) {
      LaunchId id = new LaunchId(ids.get());
      Instant until = now.plus(JOIN);
      launches.put(id, new Launch(count, until));
      out.add(new GridAction.Launch(new LaunchRequest(id, Math.min(count, 1_000), until)));
    }
  }

  private void giveBackOne() {
    List<GridHost> hosts = new ArrayList<>(model.hosts.all());
    if (hosts.stream().anyMatch(host -> host.returning)) {
      return;
    }
    hosts.stream()
        .filter(host -> host.takesDynos() && host.canBeGivenBack())
        .min(Comparator.comparingInt(host -> host.dynos.size()))
        .ifPresent(
            host -> {
              host.returning = true;
              host.dynos.forEach(dyno -> model.mark(model.app(dyno.app)));
            });
  }

  /** Asked for again until the host is gone: it may be lost on the way. */
  private void giveBackEmpty() {
    for (GridHost host : model.hosts.all()) {
      if (host.returning && host.dynos.isEmpty() && host.is(HostState.READY)) {
        host.terminated = true;
        host.id().ifPresent(id -> out.add(new GridAction.Terminate(id)));
      }
    }
  }
}
