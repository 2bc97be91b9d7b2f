package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.runtime.Placement;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host as the grid keeps it, with tallies of what was placed on it, so that nothing has to be
 * counted when a place is looked for. For a runtime that places by itself there is one such host
 * without a name and without bounds.
 */
final class GridHost extends Alarmed {
  /** In the order in which they were placed. */
  final Set<GridDyno> dynos = new LinkedHashSet<>();

  /** Dynos that the grid has let go of, and when: what an older list says of them is past. */
  final Map<DynoId, Instant> departed = new HashMap<>();

  private final Map<AppId, Integer> byApp = new HashMap<>();
  private @Nullable Host host;
  private long freeMemory;
  private long freeMilliCpus;
  private PlacementPolicy.@Nullable Candidate candidate;

  /** When it told for the last time what it runs; null before the first. */
  @Nullable Instant listedAt;

  /** When it was last asked what it runs; null before the first. */
  @Nullable Instant askedAt;

  /** Since when it cannot be reached; null while it can. */
  @Nullable Instant unreachableSince;

  /** Why it could not be reached. */
  String unreachableFor = "";

  /** How often it was away and came back. */
  Flaps flaps = Flaps.NONE;

  /** Whether it is surplus, and given back once it is empty. */
  boolean returning;

  /** Whether its provider has been asked to end it. */
  boolean terminated;

  /** Whether it is given dynos only if no other host has room. */
  boolean quarantined;

  GridHost(@Nullable Host host) {
    if (host != null) {
      update(host);
    }
  }

  /** Empty for the one host of a runtime that places by itself. */
  Optional<HostId> id() {
    return Optional.ofNullable(host).map(Host::id);
  }

  Placement placement() {
    return host == null ? Placement.anywhere() : Placement.on(host);
  }

  String label() {
    return host == null ? "the runtime" : "host " + host.name();
  }

  String failureDomain() {
    return host == null ? "" : host.failureDomain();
  }

  void update(Host now) {
    Resources before = host == null ? new Resources(0, 0) : host.resources();
    freeMemory += now.resources().memoryBytes() - before.memoryBytes();
    freeMilliCpus += now.resources().milliCpus() - before.milliCpus();
    host = now;
    candidate = null;
  }

  boolean isAs(Host other) {
    return other.equals(host);
  }

  /** Whether dynos can be placed on it. */
  boolean takesDynos() {
    return host == null
        || (host.state() == HostState.READY && !isEmptied() && unreachableSince == null);
  }

  /** Whether dynos may run on it. */
  boolean runsDynos() {
    return host == null || host.state() == HostState.READY || host.state() == HostState.DRAINING;
  }

  /** Whether what runs on it is to run elsewhere. */
  boolean isEmptied() {
    return host != null
        && (returning || host.state() == HostState.DRAINING || host.leavesAt().isPresent());
  }

  /** Whether it runs dynos now or soon, and goes on to. */
  boolean isCountedOn() {
    return host != null
        && host.state().compareTo(HostState.READY) <= 0
        && !isEmptied()
        && unreachableSince == null;
  }

  /** Those that were given to the platform are not its own to end. */
  boolean canBeGivenBack() {
    return host != null && host.launch().isPresent();
  }

  boolean is(HostState state) {
    return host != null && host.state() == state;
  }

  Resources resources() {
    return host == null ? new Resources(0, 0) : host.resources();
  }

  void add(GridDyno dyno, Resources reserve) {
    if (dynos.add(dyno)) {
      byApp.merge(dyno.app, 1, Integer::sum);
      freeMemory -= reserve.memoryBytes();
      freeMilliCpus -= reserve.milliCpus();
      candidate = null;
    }
  }

  void remove(GridDyno dyno, Resources reserve) {
    if (dynos.remove(dyno)) {
      byApp.merge(dyno.app, -1, (before, less) -> before + less == 0 ? null : before + less);
      freeMemory += reserve.memoryBytes();
      freeMilliCpus += reserve.milliCpus();
      candidate = null;
    }
  }

  /** This host for the placement of a dyno whose app has these counts of it. */
  PlacementPolicy.Candidate candidate(int sameType, int sameTypeInDomain) {
    PlacementPolicy.Candidate plain = plainCandidate();
    return sameType == 0 && sameTypeInDomain == 0
        ? plain
        : new PlacementPolicy.Candidate(
            plain.host(), plain.free(), sameType, sameTypeInDomain, plain.dynos());
  }

  private PlacementPolicy.Candidate plainCandidate() {
    PlacementPolicy.@Nullable Candidate known = candidate;
    if (known != null) {
      return known;
    }
    if (host == null) {
      throw new IllegalStateException("the runtime places by itself");
    }
    Resources free =
        new Resources(
            Math.max(0, freeMemory), (int) Math.max(0, Math.min(Integer.MAX_VALUE, freeMilliCpus)));
    PlacementPolicy.Candidate made = new PlacementPolicy.Candidate(host, free, 0, 0, byApp);
    candidate = made;
    return made;
  }

  @Override
  public String toString() {
    return label() + " with " + dynos.size() + " dynos";
  }
}
