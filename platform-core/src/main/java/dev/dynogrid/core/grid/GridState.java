package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.Streams;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the grid knows, and the one place that changes it: observations come in, {@link #look} plans
 * one app and applies the plan. Used on the grid's loop only.
 */
final class GridState {
  private final Map<AppId, AppModel> models = new HashMap<>();
  private final Map<DynoId, AppId> owners = new HashMap<>();
  private final GridOptions options;
  private final Planner planner;
  private final RoutingMesh mesh;
  private final RoutePublisher routes;
  private final HostBook hosts;
  private final Actuator actuator;
  private final Health health;
  private final LogSink logs;
  private final Consumer<PlatformEvent> events;
  private final Supplier<UUID> ids;
  private final RandomGenerator random;
  private final Clock clock;
  private final Loop<AppId> loop;
  private final Set<DynoId> orphans = new HashSet<>();
  private @Nullable CompletableFuture<Void> whenEmpty;

  GridState(
      GridOptions options,
      RoutingMesh mesh,
      HostBook hosts,
      Actuator actuator,
      Health health,
      LogSink logs,
      Consumer<PlatformEvent> events,
      Supplier<UUID> ids,
      RandomGenerator random,
      Clock clock,
      String loopName) {
    this.options = options;
    this.planner = new Planner(options);
    this.mesh = mesh;
    this.routes = new RoutePublisher(mesh, clock);
    this.hosts = hosts;
    this.actuator = actuator;
    this.health = health;
    this.logs = logs;
    this.events = events;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
    this.loop = new Loop<>(loopName, this::look, clock);
  }

  Loop<AppId> loop() {
    return loop;
  }

  AppModel model(AppId app) {
    return models.computeIfAbsent(app, AppModel::new);
  }

  Optional<AppModel> modelOf(DynoId dyno) {
    return Optional.ofNullable(owners.get(dyno)).map(models::get);
  }

  Collection<AppModel> models() {
    return models.values();
  }

  void add(GridDyno dyno) {
    model(dyno.app()).dynos.put(dyno.id(), dyno);
    owners.put(dyno.id(), dyno.app());
  }

  private void replace(GridDyno dyno) {
    model(dyno.app()).dynos.put(dyno.id(), dyno);
  }

  private void remove(GridDyno dyno) {
    model(dyno.app()).dynos.remove(dyno.id());
    owners.remove(dyno.id());
    tellIfEmpty();
  }

  /** All routes at once, for a mesh that has none or old ones. */
  void publishAll() {
    Instant now = clock.instant();
    routes.publishAll(
        models.values().stream()
            .flatMap(model -> view(model, now).stream())
            .map(view -> RoutePlanner.route(view, options.routeSettings()))
            .toList());
  }

  /** One pass over one app: decide, apply, publish, tell those who wait. */
  void look(AppId app) {
    @Nullable AppModel model = models.get(app);
    if (model == null) {
      return;
    }
    Instant now = clock.instant();
    Optional<AppView> before = view(model, now);
    if (before.isEmpty()) {
      endAll(model);
      return;
    }
    Plan plan = planner.plan(before.get(), now);
    for (Action action : plan.actions()) {
      apply(model, action, now);
    }
    plan.lookAgain().ifPresent(at -> loop.markAt(at, app));
    view(model, now)
        .ifPresent(
            view -> {
              routes.publish(List.of(RoutePlanner.route(view, options.routeSettings())), Set.of());
              judge(model, view, now);
              model.tellWaiters(view);
            });
    if (!plan.actions().isEmpty()) {
      loop.mark(app);
    }
  }

  /** An app that is not wanted any more: its route goes first, then its dynos, then its memory. */
  private void endAll(AppModel model) {
    if (whenEmpty == null) {
      routes.publish(List.of(), Set.of(model.id));
    }
    for (GridDyno dyno : List.copyOf(model.dynos.values())) {
      if (dyno.asked() == GridDyno.Asked.ACCEPTED) {
        stop(dyno, "its app was destroyed");
      }
    }
    if (model.dynos.isEmpty()) {
      models.remove(model.id);
    }
  }

  private Optional<AppView> view(AppModel model, Instant now) {
    return Optional.ofNullable(model.wanted).map(wanted -> model.view(wanted, busy(model, now)));
  }

  private Set<DynoId> busy(AppModel model, Instant now) {
    Set<DynoId> draining = model.draining();
    if (draining.isEmpty() || !routes.isInEffect(model.id, now)) {
      return draining;
    }
    Map<DynoId, Integer> inFlight = mesh.traffic(model.id).inFlight();
    return draining.stream().filter(inFlight::containsKey).collect(Collectors.toSet());
  }

  private void judge(AppModel model, AppView view, Instant now) {
    @Nullable Check check = model.check;
    Optional<Wanted.Candidate> candidate = view.wanted().candidate();
    if (check == null || candidate.isEmpty() || check.passed().isDone()) {
      return;
    }
    Check.Verdict verdict = Check.verdict(view, candidate.get(), options.workerUp(), now);
    if (verdict instanceof Check.Verdict.Passed) {
      check.passed().complete(null);
    } else if (verdict instanceof Check.Verdict.Waiting waiting) {
      waiting.lookAgain().ifPresent(at -> loop.markAt(at, model.id));
    }
  }

  private void apply(AppModel model, Action action, Instant now) {
    if (action instanceof Action.Start start) {
      start(model, start, now);
    } else if (action instanceof Action.Drain drain) {
      withDyno(model, drain.dyno(), dyno -> drain(dyno, drain.reason()));
    } else if (action instanceof Action.Stop stop) {
      withDyno(model, stop.dyno(), dyno -> stop(dyno, stop.reason()));
    } else if (action instanceof Action.GiveUp giveUp) {
      withDyno(model, giveUp.dyno(), dyno -> giveUp(dyno, DynoCode.R10, giveUp.reason()));
    }
  }

  private static void withDyno(AppModel model, DynoId id, Consumer<GridDyno> action) {
    Optional.ofNullable(model.dynos.get(id)).ifPresent(action);
  }

  private void start(AppModel model, Action.Start start, Instant now) {
    ReleaseRun run = start.release();
    String command = run.command(start.name().type());
    GridDyno dyno =
        new GridDyno(
            new DynoId(ids.get()),
            model.id,
            run.id(),
            run.version(),
            start.name(),
            command,
            start.role(),
            start.generation(),
            DynoState.STARTING,
            Optional.empty(),
            Optional.empty(),
            now,
            now,
            GridDyno.Asked.START);
    launch(dyno, run, Streams.logged(), start.reason());
  }

  /** Adds a dyno and asks the runtime for it. */
  void launch(GridDyno dyno, ReleaseRun run, Streams streams, String reason) {
    Optional<Placement> placement = place(dyno);
    GridDyno placed = dyno.at(placement.flatMap(GridState::hostOf), Optional.empty());
    add(placed);
    changed(placed, DynoState.STARTING, reason);
    if (placement.isEmpty()) {
      ended(placed, "no host has room for it", Optional.empty());
      return;
    }
    say(dyno, "Starting process with command `" + dyno.command() + "` (" + reason + ")");
    actuator.start(
        placement.get(),
        spec(placed, run, streams),
        () -> loop.post(() -> accepted(placed.id())),
        e -> loop.post(() -> refused(placed.id(), e)));
  }

  private Optional<Placement> place(GridDyno dyno) {
    return hosts.place(
        dyno.app(),
        dyno.type(),
        models.values().stream().flatMap(m -> m.dynos.values().stream()).toList());
  }

  private static Optional<HostId> hostOf(Placement placement) {
    return placement instanceof Placement.OnHost on
        ? Optional.of(on.host().id())
        : Optional.empty();
  }

  private DynoSpec spec(GridDyno dyno, ReleaseRun run, Streams streams) {
    return new DynoSpec(
        dyno.id(),
        dyno.app(),
        wantedName(dyno),
        dyno.release(),
        dyno.name(),
        run.slug(),
        dyno.command(),
        run.environment(),
        dyno.isWeb(),
        options.limits(),
        streams);
  }

  private AppName wantedName(GridDyno dyno) {
    @Nullable Wanted wanted = model(dyno.app()).wanted;
    if (wanted == null) {
      throw new IllegalStateException("dyno of an app that is not wanted: " + dyno.id());
    }
    return wanted.name();
  }

  /** Starts a one-off dyno, and hands its streams over once the runtime has accepted it. */
  void runOnce(
      GridDyno dyno,
      ReleaseRun run,
      Streams streams,
      Function<DynoId, DynoSession> attach,
      CompletableFuture<DynoSession> session) {
    Optional<Placement> placement = place(dyno);
    if (placement.isEmpty()) {
      session.completeExceptionally(
          new DynogridException(ErrorCode.EXHAUSTED, "no host has room for " + dyno.name()));
      return;
    }
    GridDyno placed = dyno.at(placement.flatMap(GridState::hostOf), Optional.empty());
    add(placed);
    changed(placed, DynoState.STARTING, "asked for");
    say(dyno, "Starting process with command `" + dyno.command() + "`");
    actuator.start(
        placement.get(),
        spec(placed, run, streams),
        () -> {
          loop.post(() -> accepted(placed.id()));
          hand(session, () -> attach.apply(placed.id()));
        },
        e -> {
          loop.post(() -> refused(placed.id(), e));
          session.completeExceptionally(e);
        });
  }

  private static void hand(CompletableFuture<DynoSession> session, Supplier<DynoSession> attached) {
    try {
      session.complete(attached.get());
    } catch (RuntimeException e) {
      session.completeExceptionally(e);
    }
  }

  /** A dyno that is no app's: forgotten as soon as it has ended. */
  void orphan(DynoId dyno) {
    orphans.add(dyno);
  }

  /** Stops everything, and tells when nothing is left. The mesh has closed: no routes any more. */
  void stopAll(CompletableFuture<Void> done) {
    whenEmpty = done;
    for (AppModel model : List.copyOf(models.values())) {
      model.wanted = null;
      loop.mark(model.id);
    }
    tellIfEmpty();
  }

  private void tellIfEmpty() {
    @Nullable CompletableFuture<Void> done = whenEmpty;
    if (done != null && owners.isEmpty()) {
      done.complete(null);
    }
  }

  private void accepted(DynoId id) {
    find(id)
        .ifPresent(
            dyno -> {
              GridDyno now =
                  dyno.asked() == GridDyno.Asked.START ? dyno.asked(GridDyno.Asked.ACCEPTED) : dyno;
              replace(now);
              if (!now.isWeb() && now.is(DynoState.STARTING)) {
                health.upAfter(now.id(), options.workerUp());
              }
              loop.mark(now.app());
            });
  }

  private void refused(DynoId id, RuntimeException why) {
    find(id)
        .ifPresent(
            dyno -> ended(dyno, "could not be started: " + why.getMessage(), Optional.empty()));
  }

  /** What the runtime says of a dyno, asked for or not. */
  void observed(DynoStatus status) {
    Optional<GridDyno> known = find(status.id());
    if (known.isEmpty()) {
      if (status.exit().isPresent() && orphans.remove(status.id())) {
        actuator.forget(status.id());
      }
      return;
    }
    GridDyno dyno = known.get().at(status.host().or(known.get()::host), status.endpoint());
    replace(dyno);
    if (status.exit().isPresent()) {
      DynoExit exit = status.exit().get();
      actuator.forget(dyno.id());
      ended(dyno, exit.reason(), exit.code());
    } else if (status.listening() && dyno.isWeb() && dyno.is(DynoState.STARTING)) {
      listens(dyno);
    }
    loop.mark(dyno.app());
  }

  private void listens(GridDyno dyno) {
    AppModel model = model(dyno.app());
    model
        .run(dyno)
        .ifPresentOrElse(
            run ->
                health.probe(
                    dyno,
                    options.domain().isEmpty()
                        ? "localhost"
                        : wantedName(dyno) + "." + options.domain(),
                    run.slug().health()),
            () -> healthy(dyno.id()));
  }

  /** A dyno has proven its health, or ran for as long as it must. */
  void healthy(DynoId id) {
    find(id)
        .filter(dyno -> dyno.is(DynoState.STARTING))
        .ifPresent(
            dyno -> {
              move(dyno, DynoState.Event.HEALTHY, "healthy");
              loop.mark(dyno.app());
            });
  }

  /** A dyno answers, and does not stop answering with errors. */
  void unhealthy(DynoId id, String reason) {
    find(id)
        .filter(dyno -> dyno.is(DynoState.STARTING))
        .ifPresent(dyno -> giveUp(dyno, DynoCode.R10, reason));
  }

  private void giveUp(GridDyno dyno, DynoCode code, String reason) {
    say(dyno, code.logText() + " -> " + reason);
    actuator.stop(dyno.id(), Duration.ZERO);
    GridDyno asked = dyno.asked(GridDyno.Asked.STOP);
    replace(asked);
    crash(asked, DynoState.Event.BOOT_TIMEOUT, code + ": " + reason);
  }

  private void drain(GridDyno dyno, String reason) {
    move(dyno, DynoState.Event.STOP, reason);
  }

  void stop(GridDyno dyno, String reason) {
    GridDyno asked = dyno.asked(GridDyno.Asked.STOP);
    replace(asked);
    if (asked.isActive()) {
      move(asked, DynoState.Event.STOP, reason);
    }
    say(dyno, "Stopping all processes with SIGTERM");
    actuator.stop(dyno.id(), options.stopGrace());
  }

  /** The dyno has no process any more. */
  private void ended(GridDyno dyno, String reason, Optional<DynoCode> code) {
    health.forget(dyno.id());
    code.ifPresent(c -> say(dyno, c.logText()));
    if (dyno.is(DynoState.CRASHED)) {
      remove(dyno);
    } else if (dyno.is(DynoState.DRAINING) || dyno.role() == GridDyno.Role.ONE_OFF) {
      say(dyno, "Process " + reason);
      changed(dyno.in(DynoState.DOWN, clock.instant()), dyno.state(), reason);
      remove(dyno);
    } else {
      crash(dyno, DynoState.Event.EXITED, reason);
      find(dyno.id()).ifPresent(this::remove);
    }
    loop.mark(dyno.app());
  }

  private void crash(GridDyno dyno, DynoState.Event event, String reason) {
    AppModel model = model(dyno.app());
    say(dyno, "Process crashed: " + reason);
    if (dyno.role() == GridDyno.Role.CHECK) {
      failCheck(model, dyno, reason);
    } else {
      model.crashed(dyno, clock.instant(), random.nextDouble());
    }
    move(dyno, event, reason);
    loop.mark(dyno.app());
  }

  /** The other dynos of the candidate go as well: it is not wanted any more. */
  private static void failCheck(AppModel model, GridDyno dyno, String reason) {
    @Nullable Check check = model.check;
    @Nullable Wanted wanted = model.wanted;
    if (check != null && wanted != null && check.release().id().equals(dyno.release())) {
      check.fail(dyno, reason);
      model.wanted = wanted.with(Optional.empty());
    }
  }

  private void move(GridDyno dyno, DynoState.Event event, String reason) {
    dyno.state()
        .after(event)
        .ifPresent(
            next -> {
              GridDyno moved = dyno.in(next, clock.instant());
              replace(moved);
              say(
                  dyno,
                  "State changed from "
                      + label(dyno.state())
                      + " to "
                      + label(next)
                      + ": "
                      + reason);
              changed(moved, dyno.state(), reason);
            });
  }

  private static String label(DynoState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  Optional<GridDyno> find(DynoId id) {
    return modelOf(id).map(model -> model.dynos.get(id));
  }

  /** The check has succeeded: its dynos are the first ones of the release. */
  void promote(AppModel model, ReleaseRun run) {
    for (GridDyno dyno : List.copyOf(model.dynos.values())) {
      if (dyno.role() == GridDyno.Role.CHECK && dyno.release().equals(run.id())) {
        replace(dyno.as(GridDyno.Role.FORMATION));
      }
    }
    model.restarts.clear();
  }

  boolean isInEffect(AppId app) {
    return routes.isInEffect(app, clock.instant());
  }

  Set<ProcessType> typesToCheck(ReleaseRun run, Wanted wanted) {
    Set<ProcessType> types =
        run.slug().processTypes().keySet().stream()
            .filter(type -> type.scales() && wanted.formation().count(type) > 0)
            .collect(Collectors.toSet());
    if (types.isEmpty() && !run.slug().has(ProcessType.WEB)) {
      run.slug().processTypes().keySet().stream()
          .filter(type -> type.scales() && !wanted.formation().counts().containsKey(type))
          .forEach(types::add);
    }
    return types;
  }

  private void say(GridDyno dyno, String text) {
    logs.accept(
        new LogLine(dyno.app(), clock.instant(), LogLine.PLATFORM, dyno.name().toString(), text));
  }

  private void changed(GridDyno dyno, DynoState from, String reason) {
    events.accept(
        new PlatformEvent.DynoChanged(dyno.app(), clock.instant(), dyno.toDyno(), from, reason));
  }
}
