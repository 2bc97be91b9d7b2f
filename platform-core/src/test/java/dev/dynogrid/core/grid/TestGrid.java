package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Limits;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.core.capacity.SpreadThenPack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A grid's core in a small world on virtual time: hosts, dynos that boot at once and are healthy
 * unless told otherwise, and a mesh of one node. What the world does is what providers promise; the
 * core is the one of production.
 */
final class TestGrid {
  static final GridOptions OPTIONS =
      new GridOptions(
          "localhost",
          GridTimes.USUAL,
          Limits.STANDARD,
          new Resources(64L << 20, 10),
          RouteSettings.USUAL);

  /** Dynos that fit on a host that was launched. */
  static final int SMALL_HOST = 4;

  final Map<AppId, AppRoute> routes = new TreeMap<>(Comparator.comparing(AppId::value));
  final Map<Long, Optional<GridAction.Problem>> answers = new HashMap<>();
  final Map<DynoId, Running> runtime = new LinkedHashMap<>();
  final Map<DynoId, Integer> inFlight = new HashMap<>();
  final List<GridAction> performed = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final List<PlatformEvent> events = new ArrayList<>();
  final Map<HostId, Host> hosts = new LinkedHashMap<>();
  final Map<AppId, App> apps = new LinkedHashMap<>();
  final Map<AppId, Release> current = new LinkedHashMap<>();
  final Map<ReleaseId, Release> releases = new HashMap<>();

  final Map<AppId, Duration> idleAfter = new HashMap<>();

  /** When the last request to each app came. */
  final Map<AppId, Instant> lastRequest = new HashMap<>();

  /** Set where hosts can be launched. */
  Optional<StandbyPolicy> standby = Optional.empty();

  /** Whether no host can be had. */
  boolean launchesFail;

  /** Hosts that do not answer. */
  final Set<HostId> unreachable = new HashSet<>();

  /** Whether dynos that are started do not listen by themselves. */
  boolean bootsAreHeld;

  /** Whether the mesh takes its time. */
  boolean acknowledgementsAreHeld;

  /** Whether nobody hears that it is to stop. */
  boolean stopsAreLost;

  /** Whether nothing is heard of what is started. */
  boolean startsAreUnanswered;

  /** Whether what is started next cannot be started. */
  boolean startsAreRefused;

  Instant now = Instant.parse("2026-11-23T10:00:00Z");
  GridCore core;

  private final GridOptions options;
  private final Random random;
  private long requests;
  private long published;
  private int port = 10_000;

  /** A dyno as the runtime has it. */
  static final class Running {
    final DynoSpec spec;
    final Placement placement;
    final Instant startedAt;
    final Endpoint endpoint;
    boolean listening;
    boolean stopping;
    Optional<DynoExit> exit = Optional.empty();

    Running(DynoSpec spec, Placement placement, Instant startedAt, int port) {
      this.spec = spec;
      this.placement = placement;
      this.startedAt = startedAt;
      this.endpoint = new Endpoint("127.0.0.1", port);
    }

    HostId host() {
      return ((Placement.OnHost) placement).host().id();
    }

    DynoStatus status() {
      return new DynoStatus(
          spec.id(),
          spec.app(),
          spec.release(),
          spec.name(),
          Optional.of(host()),
          exit.isPresent() ? DynoStatus.Phase.EXITED : DynoStatus.Phase.RUNNING,
          spec.listens() ? Optional.of(endpoint) : Optional.empty(),
          listening,
          exit,
          startedAt);
    }
  }

  TestGrid(int hostCount) {
    this(hostCount, OPTIONS, 1);
  }

  TestGrid(int hostCount, GridOptions options, long seed) {
    this.options = options;
    this.random = new Random(seed);
    for (int i = 1; i <= hostCount; i++) {
      addHost("h" + i, "zone" + i % 3);
    }
    this.core = newCore();
  }

  private GridCore newCore() {
    return new GridCore(
        options, false, new SpreadThenPack(), standby, this::uuid, new Random(random.nextLong()));
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  Host addHost(String name, String zone) {
    Host host =
        new Host(
            new HostId(uuid()),
            Optional.empty(),
            name,
            HostState.READY,
            new Resources(16L << 30, 4_000),
            zone,
            Map.of(),
            Optional.empty(),
            now);
    hosts.put(host.id(), host);
    return host;
  }

  Host host(String name) {
    return hosts.values().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  void put(Host host, HostState state) {
    hosts.put(
        host.id(),
        new Host(
            host.id(),
            host.launch(),
            host.name(),
            state,
            host.resources(),
            host.failureDomain(),
            host.attributes(),
            host.leavesAt(),
            now));
    tellHosts();
  }

  /** The machines are gone, with everything on them. */
  void loseHosts(Host... lost) {
    for (Host host : lost) {
      hosts.remove(host.id());
      runtime.values().removeIf(dyno -> dyno.host().equals(host.id()));
    }
    tellHosts();
  }

  void tellHosts() {
    observe(new GridObservation.HostsListed(List.copyOf(hosts.values())));
  }

  /** Begins, or begins anew after the end of the core before. */
  TestGrid begin() {
    core = newCore();
    core.observe(new GridObservation.HostsListed(List.copyOf(hosts.values())), now);
    apps.values().forEach(app -> core.request(want(app.id()), now));
    core.places().forEach(place -> core.observe(list(place, now), now));
    core.request(new GridRequest.Begin(), now);
    settle();
    return this;
  }

  private GridRequest.Want want(AppId app) {
    return new GridRequest.Want(apps.get(app), Optional.ofNullable(current.get(app)));
  }

  private GridObservation list(Placement where, Instant asOf) {
    HostId host = ((Placement.OnHost) where).host().id();
    if (unreachable.contains(host)) {
      return new GridObservation.HostUnreachable(where, "no answer");
    }
    return new GridObservation.DynosListed(
        where,
        asOf,
        runtime.values().stream()
            .filter(dyno -> dyno.host().equals(host))
            .map(Running::status)
            .toList(),
        releases);
  }

  AppId app(String name, Map<ProcessType, Integer> formation) {
    AppId id = new AppId(uuid());
    put(id, name, formation);
    return id;
  }

  /** An app with so many web dynos of a first release, which has been deployed. */
  AppId deployed(String name, int web) {
    AppId app = app(name, Map.of(ProcessType.WEB, web));
    deploy(app);
    return app;
  }

  void scale(AppId app, Map<ProcessType, Integer> formation) {
    put(app, apps.get(app).name().value(), formation);
  }

  private void put(AppId id, String name, Map<ProcessType, Integer> formation) {
    apps.put(
        id,
        new App(
            id,
            new AppName(name),
            new Formation(formation),
            Set.of(),
            false,
            List.of(),
            Optional.ofNullable(idleAfter.get(id)),
            Optional.ofNullable(current.get(id)).map(Release::id),
            now));
    request(want(id));
  }

  Release release(AppId app, Map<ProcessType, String> types) {
    return release(app, types, HealthCheck.ROOT);
  }

  Release release(AppId app, Map<ProcessType, String> types, HealthCheck health) {
    Release release =
        new Release(
            new ReleaseId(uuid()),
            app,
            Optional.ofNullable(current.get(app)).map(Release::version).orElse(0) + 1,
            ReleaseStatus.SUCCEEDED,
            new Slug(
                new SlugId("0".repeat(64)), 1, "Ruby", "test", "/app", types, Map.of(), health, ""),
            ConfigVars.EMPTY,
            "Deploy",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            now,
            Actor.PLATFORM);
    releases.put(release.id(), release);
    return release;
  }

  /** Deploys a release of the usual process types, as the pipeline does. */
  Release deploy(AppId app) {
    Release release =
        release(app, Map.of(ProcessType.WEB, "serve", new ProcessType("worker"), "work"));
    long check = check(release);
    pass(Duration.ofSeconds(2));
    if (!answers.containsKey(check) || answers.get(check).isPresent()) {
      throw new IllegalStateException("the check: " + answers.get(check));
    }
    accept(release);
    return release;
  }

  long check(Release release) {
    long number = ++requests;
    request(new GridRequest.Check(number, release));
    return number;
  }

  long accept(Release release) {
    current.put(release.app(), release);
    put(release.app(), apps.get(release.app()).name().value(), formation(release.app()));
    long number = ++requests;
    request(new GridRequest.Accept(number, release));
    return number;
  }

  /** Says when an app idles. */
  void idle(AppId app, Duration after) {
    idleAfter.put(app, after);
    scale(app, formation(app));
  }

  /** A request comes: one that finds no dyno is held, and the mesh tells so. */
  void ask(AppId app) {
    lastRequest.put(app, now);
    if (routes.get(app).mode() == AppRoute.Mode.HOLD) {
      observe(new GridObservation.Demanded(app));
    }
  }

  long inEffect(AppId app) {
    long number = ++requests;
    request(new GridRequest.InEffect(number, app));
    return number;
  }

  long restart(AppId app) {
    long number = ++requests;
    request(new GridRequest.Restart(number, app, Optional.empty()));
    return number;
  }

  long stopAll() {
    long number = ++requests;
    request(new GridRequest.StopAll(number));
    return number;
  }

  private Map<ProcessType, Integer> formation(AppId app) {
    return apps.get(app).formation().counts();
  }

  void request(GridRequest request) {
    core.request(request, now);
    settle();
  }

  void observe(GridObservation observation) {
    core.observe(observation, now);
    settle();
  }

  /** Performs what the core wants done, until it wants nothing more. */
  void settle() {
    for (int turn = 0; turn < 1_000; turn++) {
      List<GridAction> actions = core.step(now);
      if (actions.isEmpty()) {
        return;
      }
      actions.forEach(this::perform);
    }
    throw new IllegalStateException("the core does not come to rest");
  }

  /** Lets time pass, from one look of the core to the next. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    for (Instant next = core.nextLook().orElse(end);
        !next.isAfter(end);
        next = core.nextLook().orElse(end.plusNanos(1))) {
      now = next.isAfter(now) ? next : now.plusMillis(1);
      settle();
    }
    now = end;
    settle();
  }

  private void perform(GridAction action) {
    performed.add(action);
    if (action instanceof GridAction.Start start) {
      start(start);
    } else if (action instanceof GridAction.Stop stop && !stopsAreLost) {
      Optional.ofNullable(runtime.get(stop.dyno()))
          .filter(dyno -> dyno.exit.isEmpty())
          .ifPresent(dyno -> exit(dyno, 143));
    } else if (action instanceof GridAction.Forget forget) {
      runtime.remove(forget.dyno());
    } else if (action instanceof GridAction.Watch watch && !bootsAreHeld) {
      core.observe(new GridObservation.Probed(watch.dyno(), true, "GET / answered 200"), now);
    } else if (action instanceof GridAction.ListHosts) {
      core.observe(new GridObservation.HostsListed(List.copyOf(hosts.values())), now);
    } else if (action instanceof GridAction.Launch launch) {
      launch(launch.request());
    } else if (action instanceof GridAction.Terminate terminate) {
      hosts.remove(terminate.host());
      core.observe(new GridObservation.HostsListed(List.copyOf(hosts.values())), now);
    } else if (action instanceof GridAction.ListDynos list) {
      core.observe(list(list.where(), list.asOf()), now);
    } else if (action instanceof GridAction.Publish publish) {
      publish.change().removed().forEach(routes::remove);
      publish.change().routes().forEach(route -> routes.put(route.app(), route));
      published = publish.change().version();
      if (!acknowledgementsAreHeld) {
        core.observe(nodes(), now);
      }
    } else if (action instanceof GridAction.LookAtTraffic look) {
      core.observe(
          new GridObservation.TrafficSeen(look.app(), look.asOf(), traffic(look.app())), now);
    } else if (action instanceof GridAction.Say say) {
      lines.add(say.line().process() + ": " + say.line().text());
    } else if (action instanceof GridAction.Tell tell) {
      events.add(tell.event());
    } else if (action instanceof GridAction.Answer answer
        && answers.put(answer.request(), answer.problem()) != null) {
      throw new IllegalStateException("answered twice: " + answer);
    }
  }

  private void launch(LaunchRequest request) {
    if (launchesFail) {
      core.observe(new GridObservation.LaunchFailed(request.id(), "no machines"), now);
      return;
    }
    for (int i = 0; i < request.count(); i++) {
      HostId id = new HostId(uuid());
      hosts.put(
          id,
          new Host(
              id,
              Optional.of(request.id()),
              "l" + hosts.size(),
              HostState.READY,
              new Resources(SMALL_HOST * OPTIONS.reserve().memoryBytes(), 4_000),
              "zone",
              Map.of(),
              Optional.empty(),
              now));
    }
    core.observe(new GridObservation.HostsListed(List.copyOf(hosts.values())), now);
  }

  /** The mesh serves by what was published last. */
  void acknowledge() {
    acknowledgementsAreHeld = false;
    observe(nodes());
  }

  private GridObservation nodes() {
    return new GridObservation.NodesSeen(
        List.of(new MeshNode("local", published, Optional.empty())));
  }

  private AppTraffic traffic(AppId app) {
    return new AppTraffic(inFlight, 0, Map.of(), Optional.ofNullable(lastRequest.get(app)));
  }

  private void start(GridAction.Start start) {
    DynoId id = start.spec().id();
    if (startsAreUnanswered) {
      return;
    }
    if (startsAreRefused) {
      core.observe(new GridObservation.StartRefused(id, "no disk"), now);
      return;
    }
    Running dyno =
        runtime.computeIfAbsent(
            id, key -> new Running(start.spec(), start.placement(), now, port++));
    core.observe(new GridObservation.StartAccepted(id), now);
    if (!bootsAreHeld && start.spec().listens()) {
      dyno.listening = true;
      core.observe(new GridObservation.DynoSeen(dyno.status()), now);
    }
  }

  void listens(DynoId id) {
    runtime.get(id).listening = true;
    observe(new GridObservation.DynoSeen(runtime.get(id).status()));
  }

  void probed(DynoId id, boolean healthy) {
    observe(new GridObservation.Probed(id, healthy, "GET / answered " + (healthy ? 200 : 500)));
  }

  void exits(DynoId id, int status) {
    exit(runtime.get(id), status);
    settle();
  }

  private void exit(Running dyno, int status) {
    dyno.exit = Optional.of(DynoExit.of(status, now));
    dyno.listening = false;
    core.observe(new GridObservation.DynoSeen(dyno.status()), now);
  }

  List<Dyno> dynos(AppId app) {
    return core.dynos(app);
  }

  List<DynoId> up(AppId app) {
    return dynos(app).stream().filter(dyno -> dyno.state() == DynoState.UP).map(Dyno::id).toList();
  }

  /** Where requests of an app go to. */
  Set<DynoId> routed(AppId app) {
    return routes.get(app).targets().stream().map(RouteTarget::dyno).collect(Collectors.toSet());
  }

  /** Dynos of the app by host, as the runtimes run them. */
  Map<HostId, Long> spread(AppId app) {
    return runtime.values().stream()
        .filter(dyno -> dyno.spec.app().equals(app) && dyno.exit.isEmpty())
        .collect(Collectors.groupingBy(Running::host, Collectors.counting()));
  }

  List<Running> running(AppId app) {
    return runtime.values().stream()
        .filter(dyno -> dyno.spec.app().equals(app) && dyno.exit.isEmpty())
        .toList();
  }
}
