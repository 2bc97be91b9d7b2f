package dev.dynogrid.core;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.PlatformListener;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostBootstrap;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.store.StateStore;
import dev.dynogrid.core.routing.MeshOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds platforms: embedded defaults, any of which can be replaced.
 *
 * <pre>{@code
 * try (Platform platform = Dynogrid.builder().dataDirectory(Path.of("data")).build()) {
 *   platform.start();
 *   platform.apps().create("hello"); // git push http://localhost:9090/hello.git main
 *   platform.awaitClose();
 * }
 * }</pre>
 *
 * <p>By default: SQLite and files in the data directory, dynos as processes of this machine, which
 * is the only host, and a mesh in this process. A default that is replaced is never made. Any
 * number of platforms can live in one JVM, each with a data directory and ports of its own.
 */
public final class Dynogrid {
  private Dynogrid() {}

  /** A platform to describe. Only the data directory has no default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a platform. Not safe for use by many threads. */
  public static final class Builder {
    private @Nullable Path dataDirectory;
    private String domain = "localhost";
    private String listenAddress = "127.0.0.1";
    private int port = 8080;
    private int controlPort = 9090;
    private Optional<String> apiKey = Optional.empty();
    private boolean createOnPush;
    private final List<Buildpack> buildpacks = new ArrayList<>();
    private final List<String> classicBuildpacks = new ArrayList<>();
    private final List<LogSink> logSinks = new ArrayList<>();
    private UnaryOperator<MeshOptions> mesh = UnaryOperator.identity();
    private RouteSettings routes = RouteSettings.USUAL;
    private final List<PlatformListener> listeners = new ArrayList<>();
    private final List<MeterRegistry> meterRegistries = new ArrayList<>();
    private Surroundings surroundings = Surroundings.usual();
    private @Nullable SlugCompiler slugCompiler;
    private @Nullable DynoRuntime dynoRuntime;
    private @Nullable CapacityProvider capacityProvider;
    private @Nullable RoutingMesh routingMesh;
    private @Nullable StateStore stateStore;
    private @Nullable SlugStore slugStore;
    private @Nullable PlacementPolicy placementPolicy;
    private @Nullable StandbyPolicy standbyPolicy;
    private @Nullable HostBootstrap hostBootstrap;

    private PlatformLimits limits = PlatformLimits.usual();

    private Builder() {}

    /** Where everything is kept; made if it is not there. */
    public Builder dataDirectory(Path directory) {
      this.dataDirectory = directory;
      return this;
    }

    /** Apps are served under {@code <name>.<domain>}; {@code localhost} unless said. */
    public Builder domain(String value) {
      this.domain = value;
      return this;
    }

    /** The address to listen on; {@code 127.0.0.1}, this machine only, unless said. */
    public Builder listenAddress(String value) {
      this.listenAddress = value;
      return this;
    }

    /** Where requests to apps arrive; 8080 unless said, 0 for any free port. */
    public Builder port(int value) {
      this.port = value;
      return this;
    }

    /** Where git and the management API listen; 9090 unless said, 0 for any free port. */
    public Builder controlPort(int value) {
      this.controlPort = value;
      return this;
    }

    /** The password of git; kept in {@code api-key} in the data directory, and made unless said. */
    public Builder apiKey(String value) {
      this.apiKey = Optional.of(value);
      return this;
    }

    /** Whether the first push to an unknown name creates the app; not unless said. */
    public Builder createOnPush(boolean value) {
      this.createOnPush = value;
      return this;
    }

    /** Times and limits; the usual ones unless said. */
    public Builder limits(PlatformLimits value) {
      this.limits = value;
      return this;
    }

    /** Adds a buildpack, asked before the built-in ones, in the order in which they are added. */
    public Builder buildpack(Buildpack value) {
      buildpacks.add(value);
      return this;
    }

    /**
     * Adds a classic buildpack for all apps that do not ask for others: of those that are added,
     * each that fits an app works on it, in the order in which they are added; if none does, the
     * built-in ones are asked.
     *
     * @param reference the URL of a git repository, with {@code #branch-tag-or-commit} if need be,
     *     the absolute path of a folder, or the name of a built-in one
     * @throws IllegalArgumentException if it is none of these, at {@link #build}
     */
    public Builder classicBuildpack(String reference) {
      classicBuildpacks.add(reference);
      return this;
    }

    /** Adds a sink that gets every line of every app's log. */
    public Builder logSink(LogSink value) {
      logSinks.add(value);
      return this;
    }

    /**
     * Changes the options of the mesh in this process: stages and error pages of your own, limits
     * of connections; the usual ones unless said.
     */
    public Builder mesh(UnaryOperator<MeshOptions> change) {
      this.mesh = change;
      return this;
    }

    /** Limits and times of every app's route; the usual ones unless said. */
    public Builder routeSettings(RouteSettings value) {
      this.routes = value;
      return this;
    }

    /** Adds a listener that is told of every event, from the start on. */
    public Builder listener(PlatformListener value) {
      listeners.add(value);
      return this;
    }

    /**
     * Adds a registry that gets the platform's meters, which are on its control port anyway. The
     * platform adds and removes its own meters, and does not close the registry.
     */
    public Builder meterRegistry(MeterRegistry value) {
      meterRegistries.add(value);
      return this;
    }

    /** Tells the time; the system's clock unless said. */
    public Builder clock(Clock value) {
      this.surroundings = surroundings.with(value);
      return this;
    }

    /** Gives random numbers; the system's strong ones unless said. */
    public Builder random(SecureRandom value) {
      this.surroundings = surroundings.with(value);
      return this;
    }

    /**
     * Executors of the caller's, which the platform does not shut down; threads of its own unless
     * said.
     *
     * @param workers runs what may block, such as calls of providers; at least 4 threads
     * @param timer runs what is short and due later
     */
    public Builder executors(ExecutorService workers, ScheduledExecutorService timer) {
      this.surroundings = surroundings.with(workers, timer);
      return this;
    }

    /** Compiles source; buildpacks run by this machine's own tools unless said. */
    public Builder slugCompiler(SlugCompiler value) {
      this.slugCompiler = value;
      return this;
    }

    /** Runs dynos; processes of this machine unless said. */
    public Builder dynoRuntime(DynoRuntime value) {
      this.dynoRuntime = value;
      return this;
    }

    /** Gives hosts; this machine alone unless said. */
    public Builder capacityProvider(CapacityProvider value) {
      this.capacityProvider = value;
      return this;
    }

    /** Brings requests; a mesh in this process unless said. */
    public Builder routingMesh(RoutingMesh value) {
      this.routingMesh = value;
      return this;
    }

    /** Keeps the state; SQLite in the data directory unless said. */
    public Builder stateStore(StateStore value) {
      this.stateStore = value;
      return this;
    }

    /** Keeps slugs; files in the data directory unless said. */
    public Builder slugStore(SlugStore value) {
      this.slugStore = value;
      return this;
    }

    /** Chooses hosts; spread, then pack, unless said. */
    public Builder placementPolicy(PlacementPolicy value) {
      this.placementPolicy = value;
      return this;
    }

    /**
     * Says how many hosts there should be, where the capacity provider can launch any; as many as
     * the demand needs unless said.
     */
    public Builder standbyPolicy(StandbyPolicy value) {
      this.standbyPolicy = value;
      return this;
    }

    /** Makes bare machines hosts; none is needed for hosts that are given. */
    public Builder hostBootstrap(HostBootstrap value) {
      this.hostBootstrap = value;
      return this;
    }

    /**
     * The platform, which does nothing until it is started.
     *
     * @throws IllegalArgumentException if something that was said cannot be
     */
    public Platform build() {
      Path directory = dataDirectory;
      if (directory == null) {
        throw new IllegalArgumentException(
            "data directory: none (expected: a directory for everything that is kept)");
      }
      PlatformConfig config =
          new PlatformConfig(
              directory, domain, listenAddress, port, controlPort, apiKey, createOnPush, limits);
      return DaggerEmbeddedComponent.factory()
          .create(
              config,
              new Extras(
                  buildpacks,
                  classicBuildpacks,
                  logSinks,
                  listeners,
                  meterRegistries,
                  mesh,
                  routes),
              surroundings,
              new Overrides(
                  slugCompiler,
                  dynoRuntime,
                  capacityProvider,
                  routingMesh,
                  stateStore,
                  slugStore,
                  placementPolicy,
                  standbyPolicy,
                  hostBootstrap))
          .platform();
    }
  }
}
