package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.api.runtime.Placement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts that there are, and what has been placed on them. Used on the grid's loop only. */
final class HostBook {
  /** What a dyno is taken to need of a processor: hosts are shared by many that mostly wait. */
  private static final int MILLI_CPUS = 10;

  private final PlacementPolicy policy;
  private final boolean placesByItself;
  private List<Host> hosts = List.of();

  HostBook(DynoRuntime runtime, PlacementPolicy policy) {
    this.policy = policy;
    this.placesByItself = runtime.capabilities().contains(Capability.PLACES_BY_ITSELF);
  }

  void update(List<Host> listed) {
    hosts = List.copyOf(listed);
  }

  /** Where to ask a runtime for what it runs. */
  List<Placement> places() {
    return placesByItself
        ? List.of(Placement.anywhere())
        : hosts.stream().filter(HostBook::runsDynos).map(Placement::on).toList();
  }

  private static boolean runsDynos(Host host) {
    return host.state() == HostState.READY || host.state() == HostState.DRAINING;
  }

  /** Where a dyno goes; empty if there is no room. */
  Optional<Placement> place(AppId app, ProcessType type, Collection<GridDyno> all) {
    if (placesByItself) {
      return Optional.of(Placement.anywhere());
    }
    Resources need = new Resources(0, MILLI_CPUS);
    return policy
        .choose(new PlacementPolicy.Demand(app, type, need), candidates(app, type, all))
        .flatMap(id -> hosts.stream().filter(host -> host.id().equals(id)).findFirst())
        .map(Placement::on);
  }

  private List<PlacementPolicy.Candidate> candidates(
      AppId app, ProcessType type, Collection<GridDyno> all) {
    List<PlacementPolicy.Candidate> candidates = new ArrayList<>();
    for (Host host : hosts) {
      if (host.state() == HostState.READY) {
        candidates.add(candidate(host, app, type, all));
      }
    }
    return candidates;
  }

  private PlacementPolicy.Candidate candidate(
      Host host, AppId app, ProcessType type, Collection<GridDyno> all) {
    int sameType = 0;
    int sameTypeInDomain = 0;
    Map<AppId, Integer> dynos = new HashMap<>();
    for (GridDyno dyno : all) {
      boolean here = dyno.host().equals(Optional.of(host.id()));
      boolean same = dyno.app().equals(app) && dyno.type().equals(type) && dyno.isActive();
      sameType += here && same ? 1 : 0;
      sameTypeInDomain += same && isIn(host.failureDomain(), dyno.host()) ? 1 : 0;
      if (here) {
        dynos.merge(dyno.app(), 1, Integer::sum);
      }
    }
    return new PlacementPolicy.Candidate(host, host.resources(), sameType, sameTypeInDomain, dynos);
  }

  private boolean isIn(String failureDomain, Optional<HostId> id) {
    return id.isPresent()
        && hosts.stream()
            .anyMatch(h -> h.id().equals(id.get()) && h.failureDomain().equals(failureDomain));
  }
}
