package dev.dynogrid.core;

import dagger.Binds;
import dagger.BindsOptionalOf;
import dagger.Lazy;
import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.Platform;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.core.deploy.DeployOptions;
import dev.dynogrid.core.deploy.DeployPipeline;
import dev.dynogrid.core.grid.Grid;
import dev.dynogrid.core.grid.GridOptions;
import dev.dynogrid.core.log.AppLogs;
import dev.dynogrid.core.store.ConfigCipher;
import dev.dynogrid.core.store.Ledger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.inject.Singleton;

/**
 * What every platform has, whatever its providers: the ledger, the grid, the deploy pipeline, the
 * control port, and the facade. Binds no provider.
 *
 * <p>A component that uses it also needs one binding each of {@link SlugCompiler}, {@link
 * DynoRuntime}, {@link CapacityProvider}, {@link RoutingMesh}, {@link StateStore}, {@link
 * SlugStore}, {@link PlacementPolicy} and {@link HostBootstrap}, and the objects {@link
 * PlatformConfig}, {@link Extras} and {@link Surroundings}.
 */
@Module(includes = ControlModule.class)
public interface CoreModule {
  /** The facade. */
  @Binds
  Platform platform(EmbeddedPlatform platform);

  /** Without one, there are as many hosts as the demand needs. */
  @BindsOptionalOf
  StandbyPolicy standby();

  /** The names of everything in the data directory. */
  @Provides
  static DataDirectory dataDirectory(PlatformConfig config) {
    return new DataDirectory(config.dataDirectory());
  }

  /** The executors of this platform. */
  @Provides
  @Singleton
  static Threads threads(Surroundings surroundings) {
    return new Threads(surroundings);
  }

  /** Tells the time. */
  @Provides
  static Clock clock(Surroundings surroundings) {
    return surroundings.clock();
  }

  /** Strong random numbers. */
  @Provides
  static SecureRandom random(Surroundings surroundings) {
    return surroundings.random();
  }

  /** New identities. */
  @Provides
  @Singleton
  static Supplier<UUID> ids() {
    return UUID::randomUUID;
  }

  /** Where events go. */
  @Provides
  @Singleton
  static EventHub events(Threads threads, Extras extras) {
    return new EventHub(threads.events, extras.listeners());
  }

  /** The logs of apps. */
  @Provides
  @Singleton
  static AppLogs logs(Clock clock, Threads threads, Extras extras) {
    return new AppLogs(clock, threads.logs, extras.logSinks());
  }

  /** The meters. */
  @Provides
  @Singleton
  static Metrics metrics(Extras extras) {
    return new Metrics(extras.meterRegistries());
  }

  /** The typed view of the store. */
  @Provides
  @Singleton
  static Ledger ledger(StateStore store, ConfigCipher cipher, Supplier<UUID> ids) {
    return new Ledger(store, cipher, ids);
  }

  /** The grid. */
  @Provides
  @Singleton
  static Grid grid(
      PlatformConfig config,
      Extras extras,
      Ledger ledger,
      DynoRuntime runtime,
      CapacityProvider capacity,
      RoutingMesh mesh,
      PlacementPolicy placement,
      Optional<StandbyPolicy> standby,
      AppLogs logs,
      EventHub events,
      Threads threads,
      Supplier<UUID> ids,
      SecureRandom random,
      Clock clock) {
    return new Grid(
        new Grid.Parts(
            ledger,
            runtime,
            capacity,
            mesh,
            placement,
            standby.orElse(StandbyPolicy.NONE),
            logs,
            events,
            threads.workers,
            threads.timer,
            ids,
            random,
            clock),
        gridOptions(config, extras),
        "dynogrid-grid-1");
  }

  /** The pipeline from source to traffic. */
  @Provides
  @Singleton
  static DeployPipeline deploys(
      PlatformConfig config,
      DataDirectory data,
      Ledger ledger,
      Grid grid,
      SlugCompiler compiler,
      DynoRuntime runtime,
      AppLogs logs,
      EventHub events,
      Lazy<Lifecycle> lifecycle,
      Supplier<UUID> ids,
      Clock clock) {
    return new DeployPipeline(
        new DeployPipeline.Parts(
            ledger,
            grid,
            compiler,
            runtime,
            logs,
            () -> lifecycle.get().addresses(),
            events,
            ids,
            clock),
        deployOptions(data, config.limits()));
  }

  private static GridOptions gridOptions(PlatformConfig config, Extras extras) {
    PlatformLimits limits = config.limits();
    return new GridOptions(
        config.domain(),
        limits.gridTimes(),
        limits.dyno(),
        limits.reserve(),
        extras.routes().withDrainTimeout(limits.drainTimeout()));
  }

  private static DeployOptions deployOptions(DataDirectory data, PlatformLimits limits) {
    return new DeployOptions(
        data.trees(),
        data.caches(),
        limits.buildsAtOnce(),
        limits.buildTimeLimit(),
        limits.releaseCommandTimeLimit(),
        limits.slugSizeLimit(),
        limits.jvmBootTimeout().plus(limits.bootTimeout()).plusSeconds(30));
  }

  /** All parts, for those that start them and for the facade. */
  @Provides
  @Singleton
  static Engine engine(
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
    return new Engine(
        config, data, store, slugs, runtime, capacity, bootstrap, mesh, ledger, grid, deploys, logs,
        events, control, threads, ids, clock);
  }
}
