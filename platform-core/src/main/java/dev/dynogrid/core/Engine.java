package dev.dynogrid.core;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.core.deploy.DeployPipeline;
import dev.dynogrid.core.grid.Grid;
import dev.dynogrid.core.log.AppLogs;
import dev.dynogrid.core.store.Ledger;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** The parts of one platform, for those that start it and for its facade. */
record Engine(
    PlatformConfig config,
    DataDirectory data,
    StateStore store,
    SlugStore slugs,
    DynoRuntime runtime,
    CapacityProvider capacity,
    HostBootstrap bootstrap,
    RoutingMesh mesh,
    Ledger ledger,
    Grid grid,
    DeployPipeline deploys,
    AppLogs logs,
    EventHub events,
    ControlPort control,
    Threads threads,
    Supplier<UUID> ids,
    Clock clock) {
  UUID newId() {
    return ids.get();
  }

  void happened(PlatformEvent event) {
    events.accept(event);
  }

  /** What is left of an app that the ledger does not have any more. */
  void appIsGone(AppId app) {
    deploys.cancel(app);
    Waits.on(grid.refresh(app), Waits.SHORT, "the grid");
    control.forget(app);
    logs.forget(app);
  }
}
