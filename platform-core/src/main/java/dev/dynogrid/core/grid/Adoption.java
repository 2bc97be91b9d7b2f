package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.core.store.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the dynos that an earlier run of the platform left: those of a succeeded release go
 * on, all others (checks and one-off dynos whose platform died, apps that are gone) are ended.
 */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private final GridState state;
  private final DynoRuntime runtime;
  private final Ledger ledger;
  private final Clock clock;

  Adoption(GridState state, DynoRuntime runtime, Ledger ledger, Clock clock) {
    this.state = state;
    this.runtime = runtime;
    this.ledger = ledger;
    this.clock = clock;
  }

  void adopt(List<Placement> places) {
    for (Placement place : places) {
      runtime.list(place).forEach(this::adopt);
    }
  }

  private void adopt(DynoStatus status) {
    Optional<Release> release =
        ledger
            .release(status.release())
            .filter(r -> r.status() == ReleaseStatus.SUCCEEDED && r.app().equals(status.app()))
            .filter(r -> r.slug().has(status.name().type()) && status.name().type().scales());
    if (status.phase() == DynoStatus.Phase.EXITED) {
      log.info("dyno {} of app {} ended while the platform was away", status.name(), status.app());
      runtime.forget(status.id());
    } else if (release.isEmpty()) {
      log.info("ending dyno {} of app {}: nothing wants it", status.name(), status.app());
      end(status);
    } else {
      state.add(adopted(status, release.get()));
    }
  }

  private void end(DynoStatus status) {
    runtime.stop(status.id(), Duration.ZERO);
    state.orphan(status.id());
  }

  private GridDyno adopted(DynoStatus status, Release release) {
    boolean web = status.name().type().equals(ProcessType.WEB);
    boolean up = !web || status.listening();
    return new GridDyno(
        status.id(),
        status.app(),
        status.release(),
        release.version(),
        status.name(),
        release.slug().processTypes().getOrDefault(status.name().type(), ""),
        GridDyno.Role.FORMATION,
        0,
        up ? DynoState.UP : DynoState.STARTING,
        status.host(),
        status.endpoint(),
        clock.instant(),
        up ? status.startedAt() : clock.instant(),
        GridDyno.Asked.ACCEPTED);
  }
}
