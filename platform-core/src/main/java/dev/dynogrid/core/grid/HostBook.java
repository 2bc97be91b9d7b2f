package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.runtime.Placement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hosts that there are, in the order in which they came, and where dynos go. */
final class HostBook {
  /** Bytes to megabytes. */
  private static final int MEBIBYTE = 20;

  private final Map<HostId, GridHost> hosts = new LinkedHashMap<>();
  private final PlacementPolicy policy;
  private final Resources reserve;
  private final @Nullable GridHost anywhere;

  HostBook(PlacementPolicy policy, boolean placesByItself, Resources reserve) {
    this.policy = policy;
    this.reserve = reserve;
    this.anywhere = placesByItself ? new GridHost(null) : null;
  }

  Collection<GridHost> all() {
    return anywhere == null ? hosts.values() : List.of(anywhere);
  }

  Optional<GridHost> find(Placement placement) {
    return placement instanceof Placement.OnHost on
        ? find(on.host().id())
        : Optional.ofNullable(anywhere);
  }

  private Optional<GridHost> find(HostId id) {
    return anywhere != null ? Optional.of(anywhere) : Optional.ofNullable(hosts.get(id));
  }

  /** What a list of the hosts has changed. */
  record Change(List<GridHost> changed, List<GridHost> gone) {}

  Change update(List<Host> listed) {
    List<GridHost> changed = new ArrayList<>();
    List<GridHost> gone = new ArrayList<>();
    if (anywhere != null) {
      return new Change(changed, gone);
    }
    Map<HostId, GridHost> before = new LinkedHashMap<>(hosts);
    for (Host host : listed) {
      @Nullable GridHost known = before.remove(host.id());
      if (known == null) {
        GridHost added = new GridHost(host);
        hosts.put(host.id(), added);
        changed.add(added);
      } else if (!known.isAs(host)) {
        known.update(host);
        changed.add(known);
      }
    }
    before.forEach(
        (id, host) -> {
          hosts.remove(id);
          gone.add(host);
        });
    return new Change(changed, gone);
  }

  /** A host for a dyno, and why it is that one, for people. */
  record Place(GridHost host, String reason) {}

  /**
   * Where a dyno goes; empty if no host has room. Others of its app are {@code siblings}. Hosts in
   * quarantine come last: they are better than none.
   */
  Optional<Place> place(GridDyno dyno, Collection<GridDyno> siblings) {
    if (anywhere != null) {
      return Optional.of(new Place(anywhere, "the runtime chooses hosts itself"));
    }
    PlacementPolicy.Demand demand = new PlacementPolicy.Demand(dyno.app, dyno.type(), reserve);
    List<PlacementPolicy.Candidate> candidates = candidates(dyno, siblings, false);
    Optional<Place> trusted = place(demand, candidates, "");
    return trusted.isPresent()
        ? trusted
        : place(demand, candidates(dyno, siblings, true), ", all of them in quarantine");
  }

  private Optional<Place> place(
      PlacementPolicy.Demand demand, List<PlacementPolicy.Candidate> candidates, String more) {
    return policy
        .choose(demand, candidates)
        .flatMap(id -> candidates.stream().filter(c -> c.host().id().equals(id)).findFirst())
        .flatMap(
            chosen ->
                Optional.ofNullable(hosts.get(chosen.host().id()))
                    .map(host -> new Place(host, reason(demand, chosen, candidates.size(), more))));
  }

  private static String reason(
      PlacementPolicy.Demand demand, PlacementPolicy.Candidate chosen, int choices, String more) {
    return "chosen from "
        + choices
        + (choices == 1 ? " host" : " hosts")
        + more
        + "; it ran "
        + chosen.sameType()
        + " other "
        + demand.type()
        + " dynos of the app, and had "
        + (chosen.free().memoryBytes() >> MEBIBYTE)
        + " MB free";
  }

  /** Dynos that are about to leave do not count: the spread is to be right once they have left. */
  private List<PlacementPolicy.Candidate> candidates(
      GridDyno dyno, Collection<GridDyno> siblings, boolean quarantined) {
    Map<GridHost, Integer> sameType = new HashMap<>();
    Map<String, Integer> sameTypeInDomain = new HashMap<>();
    for (GridDyno sibling : siblings) {
      @Nullable GridHost host = sibling.host;
      if (host != null && isPeer(sibling, dyno)) {
        sameType.merge(host, 1, Integer::sum);
        sameTypeInDomain.merge(host.failureDomain(), 1, Integer::sum);
      }
    }
    List<PlacementPolicy.Candidate> candidates = new ArrayList<>(hosts.size());
    for (GridHost host : hosts.values()) {
      if (host.takesDynos() && host.quarantined == quarantined) {
        candidates.add(
            host.candidate(
                sameType.getOrDefault(host, 0),
                sameTypeInDomain.getOrDefault(host.failureDomain(), 0)));
      }
    }
    return candidates;
  }

  private static boolean isPeer(GridDyno sibling, GridDyno dyno) {
    return sibling.type().equals(dyno.type())
        && sibling.isActive()
        && sibling.leaving.isEmpty()
        && sibling.release.id().equals(dyno.release.id())
        && sibling.generation == dyno.generation;
  }

  void placed(GridDyno dyno, GridHost host) {
    dyno.host = host;
    host.add(dyno, reserve);
  }

  void left(GridDyno dyno) {
    if (dyno.host != null) {
      dyno.host.remove(dyno, reserve);
    }
  }
}
