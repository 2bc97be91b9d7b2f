package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostListener;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.routing.MeshListener;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoListener;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.Streams;
import dev.dynogrid.core.store.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes what runs equal to what is wanted, app by app: starts, checks, routes, drains and stops
 * dynos, in this order. All methods may be called from any thread; what they ask for happens on the
 * grid's own loop, and what they return completes there.
 */
public final class Grid {
  private final Ledger ledger;
  private final DynoRuntime runtime;
  private final CapacityProvider capacity;
  private final HostBook hosts;
  private final GridState state;
  private final GridOptions options;
  private final Supplier<UUID> ids;
  private final Clock clock;

  /**
   * Everything that a grid works with.
   *
   * @param ledger what is wanted
   * @param runtime runs dynos; opened by the caller with {@link #dynoListener}
   * @param capacity gives hosts; opened by the caller with {@link #hostListener}
   * @param mesh brings requests; opened by the caller with {@link #meshListener}
   * @param placement chooses hosts
   * @param logs takes what the grid has to say of dynos
   * @param events is told of every change of a dyno's state, on the grid's loop
   * @param workers runs what may block
   * @param timer for probes
   */
  public record Parts(
      Ledger ledger,
      DynoRuntime runtime,
      CapacityProvider capacity,
      RoutingMesh mesh,
      PlacementPolicy placement,
      LogSink logs,
      Consumer<PlatformEvent> events,
      Executor workers,
      ScheduledExecutorService timer,
      Supplier<UUID> ids,
      RandomGenerator random,
      Clock clock) {}

  /** A grid that does nothing until {@link #start}. */
  public Grid(Parts parts, GridOptions options, String loopName) {
    this.ledger = parts.ledger();
    this.runtime = parts.runtime();
    this.capacity = parts.capacity();
    this.hosts = new HostBook(parts.runtime(), parts.placement());
    this.options = options;
    this.ids = parts.ids();
    this.clock = parts.clock();
    Health health =
        new Health(
            parts.timer(),
            parts.workers(),
            options.errorPatience(),
            clock,
            this::healthy,
            this::unhealthy);
    this.state =
        new GridState(
            options,
            parts.mesh(),
            hosts,
            new Actuator(runtime, parts.workers()),
            health,
            parts.logs(),
            parts.events(),
            ids,
            parts.random(),
            clock,
            loopName);
  }

  /** For {@link DynoRuntime#open}. */
  public DynoListener dynoListener() {
    return status -> post(() -> state.observed(status));
  }

  /** For {@link CapacityProvider#open}. */
  public HostListener hostListener() {
    return host ->
        post(
            () -> {
              hosts.update(capacity.list());
              state.models().forEach(model -> state.loop().mark(model.id));
            });
  }

  /** For {@link RoutingMesh#open}. */
  public MeshListener meshListener() {
    return new MeshListener() {
      @Override
      public void drained(DynoId dyno) {
        post(() -> state.modelOf(dyno).ifPresent(model -> state.loop().mark(model.id)));
      }
    };
  }

  /**
   * Takes over what runs already, publishes all routes, and goes to work. Returns once the routes
   * are published; dynos that are missing are being started.
   */
  public void start() {
    hosts.update(capacity.list());
    ledger.apps().forEach(entry -> readWanted(entry.app().id()));
    new Adoption(state, runtime, ledger, clock).adopt(hosts.places());
    state.publishAll();
    state.models().forEach(model -> state.loop().mark(model.id));
    state.loop().start();
  }

  /** Reads anew what is wanted of an app. */
  public CompletableFuture<Void> refresh(AppId app) {
    return ask(app, model -> CompletableFuture.completedFuture(null));
  }

  /** Completes when the mesh serves by what is wanted now of the app's route. */
  public CompletableFuture<Void> inEffect(AppId app) {
    return ask(app, model -> model.await(view -> state.isInEffect(app)));
  }

  /**
   * Starts the first dynos of a release aside. They get no requests until {@link #accept}; {@link
   * #drop} ends them.
   */
  public Check check(Release release) {
    ReleaseRun run = ReleaseRun.of(release);
    Check check = new Check(run);
    ask(
        release.app(),
        model -> {
          model.check = check;
          @Nullable Wanted wanted = model.wanted;
          if (wanted == null) {
            check.passed().completeExceptionally(gone(release.app()));
          } else {
            Wanted.Candidate candidate = new Wanted.Candidate(run, state.typesToCheck(run, wanted));
            model.wanted = wanted.with(Optional.of(candidate));
          }
          return CompletableFuture.completedFuture(null);
        });
    return check;
  }

  /** The release was not accepted: ends its dynos. */
  public CompletableFuture<Void> drop(Check check, AppId app) {
    return ask(
        app,
        model -> {
          @Nullable Wanted wanted = model.wanted;
          if (model.check == check && wanted != null) {
            model.check = null;
            model.wanted = wanted.with(Optional.empty());
          }
          return CompletableFuture.completedFuture(null);
        });
  }

  /**
   * The release is the current one in the ledger: switches to it. Completes when every new request
   * is answered by it, or when there is nothing to answer with.
   */
  public CompletableFuture<Void> accept(Release release) {
    return ask(
        release.app(),
        model -> {
          model.check = null;
          state.promote(model, ReleaseRun.of(release));
          return model.await(view -> serves(view, release));
        });
  }

  private boolean serves(AppView view, Release release) {
    Optional<ReleaseRun> current = view.wanted().current();
    boolean superseded = current.map(run -> run.version() > release.version()).orElse(true);
    boolean nothingToServe = view.wanted().count(ProcessType.WEB) == 0;
    boolean fresh =
        !AppView.up(view.fresh(ProcessType.WEB)).isEmpty()
            && AppView.up(view.stale(ProcessType.WEB)).isEmpty();
    return superseded || ((nothingToServe || fresh) && state.isInEffect(release.app()));
  }

  /** Replaces the dynos of some types, or of all; completes when the new ones are up. */
  public CompletableFuture<Void> restart(AppId app, Optional<ProcessType> type) {
    return ask(
        app,
        model -> {
          @Nullable Wanted wanted = model.wanted;
          if (wanted == null) {
            return CompletableFuture.failedFuture(gone(app));
          }
          Map<ProcessType, Integer> generations = new HashMap<>(wanted.generations());
          Set<ProcessType> types = new HashSet<>();
          model.dynos.values().forEach(dyno -> types.add(dyno.type()));
          type.ifPresent(only -> types.removeIf(other -> !other.equals(only)));
          types.forEach(t -> generations.merge(t, 1, Integer::sum));
          model.wanted = wanted.with(generations, deadline(wanted.current()));
          model.restarts.keySet().removeIf(name -> types.contains(name.type()));
          return model.await(view -> types.stream().allMatch(t -> isReplaced(view, t)));
        });
  }

  private static boolean isReplaced(AppView view, ProcessType type) {
    return AppView.up(view.fresh(type)).size() >= view.wanted().count(type)
        && view.stale(type).isEmpty();
  }

  /** Starts a dyno that runs a command once, in a release, and gives its streams. */
  public CompletableFuture<DynoSession> run(
      Release release, ProcessType type, String command, Streams streams) {
    CompletableFuture<DynoSession> session = new CompletableFuture<>();
    post(
        () -> {
          AppModel model = state.model(release.app());
          if (model.wanted == null) {
            session.completeExceptionally(gone(release.app()));
            return;
          }
          Instant now = clock.instant();
          int number =
              1
                  + model.dynos.values().stream()
                      .filter(dyno -> dyno.type().equals(type))
                      .mapToInt(dyno -> dyno.name().number())
                      .max()
                      .orElse(0);
          GridDyno dyno =
              new GridDyno(
                  new DynoId(ids.get()),
                  release.app(),
                  release.id(),
                  release.version(),
                  new DynoName(type, number),
                  command,
                  GridDyno.Role.ONE_OFF,
                  0,
                  DynoState.STARTING,
                  Optional.empty(),
                  Optional.empty(),
                  now,
                  now,
                  GridDyno.Asked.START);
          state.runOnce(dyno, ReleaseRun.of(release), streams, runtime::attach, session);
        });
    return session;
  }

  /** The dynos of an app that are not down, by name, then by age. */
  public CompletableFuture<List<Dyno>> dynos(AppId app) {
    return ask(
        app,
        model ->
            CompletableFuture.completedFuture(
                model.dynos.values().stream()
                    .sorted(
                        Comparator.comparing((GridDyno d) -> d.name().toString())
                            .thenComparing(GridDyno::startedAt))
                    .map(GridDyno::toDyno)
                    .toList()));
  }

  /** Stops every dyno, once the mesh has closed; completes when none is left. */
  public CompletableFuture<Void> stopAll() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    post(() -> state.stopAll(stopped));
    return stopped;
  }

  /** Ends the loop, and leaves dynos as they are. */
  public void detach() {
    state.loop().close();
  }

  private void healthy(DynoId dyno) {
    post(() -> state.healthy(dyno));
  }

  private void unhealthy(DynoId dyno, String reason) {
    post(() -> state.unhealthy(dyno, reason));
  }

  private void post(Runnable task) {
    state.loop().post(task);
  }

  /** Reads what is wanted of an app, then does something with its model, then looks at it. */
  private <T> CompletableFuture<T> ask(
      AppId app, Function<AppModel, CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    post(
        () -> {
          try {
            readWanted(app);
            question
                .apply(state.model(app))
                .whenComplete(
                    (value, error) -> {
                      if (error == null) {
                        answer.complete(value);
                      } else {
                        answer.completeExceptionally(error);
                      }
                    });
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
          state.loop().mark(app);
        });
    return answer;
  }

  private void readWanted(AppId app) {
    AppModel model = state.model(app);
    @Nullable Wanted before = model.wanted;
    model.wanted = ledger.lookUp(app).map(entry -> wanted(entry, before)).orElse(null);
    if (model.wanted == null) {
      model.giveUpWaiters(gone(app));
    }
  }

  private Wanted wanted(Ledger.AppEntry entry, @Nullable Wanted before) {
    Optional<ReleaseRun> current = ledger.currentRelease(entry.app().id()).map(ReleaseRun::of);
    Set<String> hostNames = new HashSet<>(entry.app().domains());
    hostNames.add(entry.app().name() + "." + options.domain());
    boolean same = before != null && before.current().equals(current);
    return new Wanted(
        entry.app().id(),
        entry.app().name(),
        hostNames,
        entry.app().maintenance(),
        entry.app().formation(),
        current,
        before == null ? Optional.empty() : before.candidate().filter(c -> isNewer(c, current)),
        before == null ? Map.of() : before.generations(),
        same && before != null ? before.switchDeadline() : deadline(current));
  }

  private static boolean isNewer(Wanted.Candidate candidate, Optional<ReleaseRun> current) {
    return !current.map(ReleaseRun::id).equals(Optional.of(candidate.release().id()));
  }

  private Instant deadline(Optional<ReleaseRun> release) {
    Duration boot =
        release.map(ReleaseRun::isJvm).orElse(false)
            ? options.jvmBootTimeout()
            : options.bootTimeout();
    return clock.instant().plus(boot);
  }

  private static DynogridException gone(AppId app) {
    return new DynogridException(ErrorCode.NOT_FOUND, "app " + app + " is gone");
  }
}
