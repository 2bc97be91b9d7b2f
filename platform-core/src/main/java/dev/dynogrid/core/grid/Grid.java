package dev.dynogrid.core.grid;

import dev.dynogrid.api.Explanation;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.HostListener;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes what runs equal to what is wanted, app by app: starts, checks, routes, drains and stops
 * dynos, in this order. What it does is decided by a {@link GridCore}; this is what drives it in
 * production. All methods may be called from any thread; what they ask for happens on the grid's
 * own loop, and what they return completes there.
 */
public final class Grid {
  private static final int STARTS_AT_ONCE = 8;

  private final Map<Long, Consumer<Optional<GridAction.Problem>>> waiting = new HashMap<>();
  private final Parts parts;
  private final GridOptions options;
  private final Lister lister;
  private final Actuator actuator;
  private final Loop loop;
  private @Nullable GridCore core;
  private long lastRequest;

  /**
   * Everything that a grid works with.
   *
   * @param ledger what is wanted
   * @param runtime runs dynos; opened by the caller with {@link #dynoListener}
   * @param capacity gives hosts; opened by the caller with {@link #hostListener}
   * @param mesh brings requests; opened by the caller with {@link #meshListener}
   * @param placement chooses hosts
   * @param standby says how many hosts there should be, where any can be launched
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
      StandbyPolicy standby,
      LogSink logs,
      Consumer<PlatformEvent> events,
      Executor workers,
      ScheduledExecutorService timer,
      Supplier<UUID> ids,
      RandomGenerator random,
      Clock clock) {}

  /** A grid that does nothing until {@link #start}. */
  public Grid(Parts parts, GridOptions options, String loopName) {
    this.parts = parts;
    this.options = options;
    this.lister = new Lister(parts.runtime(), parts.capacity(), parts.ledger());
    this.actuator =
        new Actuator(
            parts,
            lister,
            new Prober(parts.timer(), parts.workers(), this::tell),
            new StartQueue(parts.workers(), STARTS_AT_ONCE),
            this::tell,
            this::answered);
    this.loop = new Loop(loopName, this::turn, () -> core().nextLook(), parts.clock());
  }

  /** For {@link DynoRuntime#open}. */
  public DynoListener dynoListener() {
    return status -> tell(new GridObservation.DynoSeen(status));
  }

  /** For {@link CapacityProvider#open}. */
  public HostListener hostListener() {
    return host -> parts.workers().execute(() -> lister.hosts().forEach(this::tell));
  }

  /** For {@link RoutingMesh#open}. */
  public MeshListener meshListener() {
    return new MeshListener() {
      @Override
      public void demanded(AppId app) {
        tell(new GridObservation.Demanded(app));
      }

      @Override
      public void acknowledged(long version) {
        post(() -> observe(new GridObservation.NodesSeen(parts.mesh().nodes())));
      }

      @Override
      public void drained(DynoId dyno) {
        tell(new GridObservation.Drained(dyno));
      }
    };
  }

  /**
   * Takes over what runs already, publishes all routes, and goes to work. Returns once the routes
   * are published; dynos that are missing are being started.
   */
  public void start() {
    boolean placesByItself =
        parts.runtime().capabilities().contains(DynoRuntime.Capability.PLACES_BY_ITSELF);
    GridCore begun =
        new GridCore(
            options,
            placesByItself,
            parts.placement(),
            parts.capacity().capabilities().contains(CapacityProvider.Capability.FIXED)
                ? Optional.empty()
                : Optional.of(parts.standby()),
            parts.ids(),
            parts.random());
    core = begun;
    observe(new GridObservation.HostsListed(parts.capacity().list()));
    parts.ledger().apps().forEach(entry -> readWanted(entry.app().id()));
    begun.places().forEach(place -> observe(lister.dynos(place, parts.clock().instant())));
    request(new GridRequest.Begin());
    turn();
    loop.start();
  }

  private GridCore core() {
    @Nullable GridCore known = core;
    if (known == null) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the grid has not been started");
    }
    return known;
  }

  /** Reads anew what is wanted of an app. */
  public CompletableFuture<Void> refresh(AppId app) {
    CompletableFuture<Void> read = new CompletableFuture<>();
    post(
        () -> {
          readWanted(app);
          turn();
          read.complete(null);
        });
    return read;
  }

  /** Completes when the mesh serves by what is wanted now of the app's route. */
  public CompletableFuture<Void> inEffect(AppId app) {
    return ask(app, number -> new GridRequest.InEffect(number, app));
  }

  /**
   * Starts the first dynos of a release aside. They get no requests until {@link #accept}; {@link
   * #drop} ends them.
   */
  public Check check(Release release) {
    CompletableFuture<Void> passed =
        ask(release.app(), number -> new GridRequest.Check(number, release));
    return new Check(release.id(), passed);
  }

  /** The release was not accepted: ends its dynos. */
  public void drop(Check check, AppId app) {
    post(() -> request(new GridRequest.Drop(app, check.release())));
  }

  /**
   * The release is the current one in the ledger: switches to it. Completes when every new request
   * is answered by it, or when there is nothing to answer with.
   */
  public CompletableFuture<Void> accept(Release release) {
    return ask(release.app(), number -> new GridRequest.Accept(number, release));
  }

  /** Replaces the dynos of some types, or of all; completes when the new ones are up. */
  public CompletableFuture<Void> restart(AppId app, Optional<ProcessType> type) {
    return ask(app, number -> new GridRequest.Restart(number, app, type));
  }

  /** Starts a dyno that runs a command once, in a release, and gives its streams. */
  public CompletableFuture<DynoSession> run(
      Release release, ProcessType type, String command, Streams streams) {
    DynoId dyno = new DynoId(parts.ids().get());
    return ask(
            release.app(),
            number -> new GridRequest.RunOnce(number, dyno, release, type, command, streams))
        .thenApply(
            done ->
                actuator
                    .takeSession(dyno)
                    .orElseThrow(
                        () ->
                            new DynogridException(
                                ErrorCode.INTERNAL, "dyno " + dyno + " has no streams")));
  }

  /** The dynos of an app that are not down, by name, then by age. */
  public CompletableFuture<List<Dyno>> dynos(AppId app) {
    CompletableFuture<List<Dyno>> dynos = new CompletableFuture<>();
    post(() -> dynos.complete(core().dynos(app)));
    return dynos;
  }

  /** Why an app is served as it is. */
  public CompletableFuture<Explanation> why(AppId app) {
    return explained("app " + app, now -> core().why(app, now));
  }

  /** Why a dyno is as it is. */
  public CompletableFuture<Explanation> why(DynoId dyno) {
    return explained("dyno " + dyno, now -> core().why(dyno, now));
  }

  private CompletableFuture<Explanation> explained(
      String what, Function<Instant, Optional<Explanation>> question) {
    CompletableFuture<Explanation> answer = new CompletableFuture<>();
    post(
        () ->
            question
                .apply(parts.clock().instant())
                .ifPresentOrElse(
                    answer::complete,
                    () ->
                        answer.completeExceptionally(
                            new DynogridException(
                                ErrorCode.NOT_FOUND,
                                what + " is not known here, or is forgotten"))));
    return answer;
  }

  /** Stops every dyno, once the mesh has closed; completes when none is left. */
  public CompletableFuture<Void> stopAll() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    post(() -> request(new GridRequest.StopAll(awaited(stopped))));
    return stopped;
  }

  /** Ends the loop, and leaves dynos as they are. */
  public void detach() {
    loop.close();
  }

  private void tell(GridObservation observation) {
    post(() -> observe(observation));
  }

  private void post(Runnable task) {
    loop.post(task);
  }

  /** Reads what is wanted of an app, then asks for something of it. */
  private CompletableFuture<Void> ask(AppId app, LongFunction<GridRequest> question) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    post(
        () -> {
          try {
            readWanted(app);
            request(question.apply(awaited(answer)));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private long awaited(CompletableFuture<Void> answer) {
    long number = ++lastRequest;
    waiting.put(
        number,
        problem ->
            problem.ifPresentOrElse(
                why -> answer.completeExceptionally(exception(why)), () -> answer.complete(null)));
    return number;
  }

  private static DynogridException exception(GridAction.Problem problem) {
    return problem.code() == ErrorCode.CHECK_FAILED
        ? new CheckFailedException(problem.message())
        : new DynogridException(problem.code(), problem.message());
  }

  private void answered(GridAction.Answer answer) {
    Optional.ofNullable(waiting.remove(answer.request()))
        .ifPresent(waiter -> waiter.accept(answer.problem()));
  }

  private void readWanted(AppId app) {
    Optional<Ledger.AppEntry> entry = parts.ledger().lookUp(app);
    request(
        entry.isPresent()
            ? new GridRequest.Want(entry.get().app(), parts.ledger().currentRelease(app))
            : new GridRequest.Gone(app));
  }

  private void request(GridRequest request) {
    core().request(request, parts.clock().instant());
  }

  private void observe(GridObservation observation) {
    core().observe(observation, parts.clock().instant());
  }

  /** Performs what the core wants done, until it wants nothing more. On the loop only. */
  private void turn() {
    for (List<GridAction> actions = step(); !actions.isEmpty(); actions = step()) {
      actions.forEach(action -> actuator.perform(action, this::observe));
    }
  }

  private List<GridAction> step() {
    return core().step(parts.clock().instant());
  }
}
