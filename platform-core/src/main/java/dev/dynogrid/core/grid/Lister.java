package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.LaunchStatus;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.core.store.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks providers what there is. May block. */
final class Lister {
  private static final Logger log = LoggerFactory.getLogger(Lister.class);

  private final DynoRuntime runtime;
  private final CapacityProvider capacity;
  private final Ledger ledger;

  Lister(DynoRuntime runtime, CapacityProvider capacity, Ledger ledger) {
    this.runtime = runtime;
    this.capacity = capacity;
    this.ledger = ledger;
  }

  /** The hosts, and the launches of which no more will come; none if the provider does not know. */
  List<GridObservation> hosts() {
    try {
      List<GridObservation> seen = new ArrayList<>();
      seen.add(new GridObservation.HostsListed(capacity.list()));
      for (LaunchStatus launch : capacity.launches()) {
        launch
            .failure()
            .ifPresent(why -> seen.add(new GridObservation.LaunchFailed(launch.id(), why)));
      }
      return seen;
    } catch (DynogridException e) {
      log.warn("the hosts could not be listed: {}", e.getMessage());
      return List.of();
    }
  }

  /** The dynos of a host. */
  GridObservation dynos(Placement where, Instant asOf) {
    try {
      List<DynoStatus> dynos = runtime.list(where);
      return new GridObservation.DynosListed(where, asOf, dynos, releases(dynos));
    } catch (DynogridException e) {
      log.warn("the dynos could not be listed: {}", e.getMessage());
      return new GridObservation.HostUnreachable(where, String.valueOf(e.getMessage()));
    }
  }

  private Map<ReleaseId, Release> releases(List<DynoStatus> dynos) {
    Map<ReleaseId, Release> releases = new HashMap<>();
    for (DynoStatus dyno : dynos) {
      if (!releases.containsKey(dyno.release())) {
        ledger
            .currentRelease(dyno.app())
            .filter(current -> current.id().equals(dyno.release()))
            .or(() -> ledger.release(dyno.release()))
            .filter(release -> release.status() == ReleaseStatus.SUCCEEDED)
            .ifPresent(release -> releases.put(release.id(), release));
      }
    }
    return releases;
  }
}
