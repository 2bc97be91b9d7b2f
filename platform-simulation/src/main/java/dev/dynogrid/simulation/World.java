package dev.dynogrid.simulation;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.core.grid.GridAction;
import dev.dynogrid.core.grid.GridObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there really is: hosts and the dynos on them, what is stored, and nodes of the mesh. It does
 * what the control plane wants done, with the delays and the faults of a network.
 */
final class World {
  private static final int KILLED = 143;
  private static final int SLOWEST_PROBE_MILLIS = 20;

  final VirtualTime time = new VirtualTime();
  final History history = new History();
  final SimulationReport.Counts report = new SimulationReport.Counts();
  final Map<AppId, SimulatedApp> apps = new LinkedHashMap<>();
  final Map<HostId, SimulatedHost> hosts = new LinkedHashMap<>();
  final Scenario scenario;
  final Invariants invariants;
  final ControlPlane plane;
  final SimulatedMesh mesh;

  private final Map<DynoId, SimulatedDyno> dynos = new HashMap<>();
  private final Map<ReleaseId, Release> succeeded = new HashMap<>();

  /** Those do not boot. */
  private final Map<ReleaseId, Boolean> bad = new HashMap<>();

  private final Chance chance;
  private int lastPort;

  World(Scenario scenario, Tampering tampering) {
    this.scenario = scenario;
    Chance all = new Chance(scenario.seed());
    this.invariants = new Invariants(this);
    this.plane = new ControlPlane(this, all.apart(), tampering);
    this.mesh = new SimulatedMesh(this, all.apart());
    this.chance = all.apart();
    new Population(this, all.apart()).populate();
    new FaultPlan(this, all.apart()).plan();
    new ChangePlan(this, all.apart()).plan();
  }

  SimulatedApp app(AppId id) {
    @Nullable SimulatedApp app = apps.get(id);
    if (app == null) {
      throw new IllegalStateException("no app " + id);
    }
    return app;
  }

  Optional<SimulatedDyno> dyno(DynoId id) {
    return Optional.ofNullable(dynos.get(id));
  }

  void succeeded(Release release) {
    succeeded.put(release.id(), release);
  }

  void bad(Release release) {
    bad.put(release.id(), true);
  }

  /** A hint: it may be lost, or heard twice. */
  void hint(GridObservation observation) {
    if (chance.percent(scenario.faults().lostPercent())) {
      report.lostHints++;
      return;
    }
    plane.later(chance.millis(1, 20), () -> plane.observe(observation));
    if (chance.percent(scenario.faults().doubledPercent())) {
      plane.later(chance.millis(1, 2_000), () -> plane.observe(observation));
    }
  }

  List<Host> listing() {
    return hosts.values().stream()
        .map(host -> host.host)
        .filter(host -> host.state() != HostState.TERMINATED)
        .toList();
  }

  GridObservation list(Placement where, Instant asOf) {
    @Nullable SimulatedHost host = hosts.get(((Placement.OnHost) where).host().id());
    if (host == null || !host.isReachable()) {
      return new GridObservation.HostUnreachable(where, "no answer");
    }
    List<DynoStatus> statuses = new ArrayList<>(host.dynos.size());
    Map<ReleaseId, Release> releases = new HashMap<>();
    boolean begins = time.now().equals(plane.begunAt);
    for (SimulatedDyno dyno : host.dynos.values()) {
      statuses.add(dyno.status());
      if (begins || host.troubleAt.plus(Duration.ofMinutes(5)).isAfter(time.now())) {
        Optional.ofNullable(succeeded.get(dyno.spec.release()))
            .ifPresent(release -> releases.put(release.id(), release));
      }
    }
    return new GridObservation.DynosListed(where, asOf, statuses, releases);
  }

  /** The control plane has ended: what it was about to decide is not decided. */
  void planeEnded() {
    report.planeCrashes++;
    for (SimulatedApp app : apps.values()) {
      app.candidate = null;
      app.disturbed(time.now());
    }
    time.after(chance.between(Duration.ofSeconds(1), Duration.ofSeconds(30)), plane::begin);
  }

  void perform(GridAction action) {
    if (action instanceof GridAction.Start start) {
      invariants.start(start);
      report.starts++;
      time.after(chance.millis(1, 30), () -> start(start));
    } else if (action instanceof GridAction.Stop stop) {
      dyno(stop.dyno()).ifPresent(dyno -> stop(dyno, stop));
    } else if (action instanceof GridAction.Forget forget) {
      dyno(forget.dyno()).filter(dyno -> dyno.exit != null).ifPresent(this::remove);
    } else if (action instanceof GridAction.Watch watch) {
      dyno(watch.dyno()).ifPresent(dyno -> watch(dyno, watch));
    } else if (action instanceof GridAction.Unwatch unwatch) {
      dyno(unwatch.dyno()).ifPresent(dyno -> dyno.watch = 0);
    } else if (action instanceof GridAction.ListHosts) {
      hint(new GridObservation.HostsListed(listing()));
    } else if (action instanceof GridAction.ListDynos list) {
      plane.later(chance.millis(1, 50), () -> plane.observe(list(list.where(), list.asOf())));
    } else if (action instanceof GridAction.Publish publish) {
      mesh.publish(publish.change());
    } else if (action instanceof GridAction.LookAtTraffic look) {
      plane.observe(
          new GridObservation.TrafficSeen(look.app(), look.asOf(), mesh.traffic(app(look.app()))));
    }
  }

  /** To start on a host that does not answer fails, whether the dyno was started or not. */
  private void start(GridAction.Start start) {
    DynoId id = start.spec().id();
    @Nullable SimulatedHost host = hosts.get(((Placement.OnHost) start.placement()).host().id());
    boolean answers = host != null && host.isReachable();
    if (host != null && !host.lost && (answers || chance.percent(50)) && !dynos.containsKey(id)) {
      SimulatedDyno dyno =
          new SimulatedDyno(start.spec(), host, app(start.spec().app()), time.now(), port());
      dynos.put(id, dyno);
      host.dynos.put(id, dyno);
      dyno.app.dynos.put(id, dyno);
      boot(dyno);
    }
    if (answers) {
      plane.later(Duration.ZERO, () -> plane.observe(new GridObservation.StartAccepted(id)));
    } else {
      app(start.spec().app()).disturbed(time.now());
      plane.later(
          chance.millis(10, 5_000),
          () -> plane.observe(new GridObservation.StartRefused(id, "the host does not answer")));
    }
  }

  private int port() {
    lastPort = lastPort % 60_000 + 1;
    return lastPort;
  }

  private void boot(SimulatedDyno dyno) {
    boolean fails =
        bad.containsKey(dyno.spec.release())
            || chance.percent(scenario.faults().failedBootPercent());
    if (fails) {
      time.after(chance.millis(100, 3_000), () -> exit(dyno, 1));
    } else if (dyno.spec.listens()) {
      boolean slow = chance.percent(scenario.faults().slowBootPercent());
      Duration boot = slow ? chance.millis(30_000, 70_000) : chance.millis(150, 3_000);
      if (slow) {
        dyno.app.disturbed(time.now());
      }
      time.after(boot, () -> listen(dyno));
    }
  }

  private void listen(SimulatedDyno dyno) {
    if (!dyno.isAlive() || dyno.stopping) {
      return;
    }
    dyno.listening = true;
    dyno.changed();
    tell(dyno);
    time.after(
        chance.millis(1, 300),
        () -> {
          dyno.healthy = true;
          probe(dyno, dyno.watch, Duration.ZERO);
        });
  }

  private void tell(SimulatedDyno dyno) {
    if (dyno.host.isReachable()) {
      long lost = report.lostHints;
      hint(new GridObservation.DynoSeen(dyno.status()));
      if (report.lostHints > lost) {
        dyno.app.disturbed(time.now());
      }
    }
  }

  private void watch(SimulatedDyno dyno, GridAction.Watch watch) {
    dyno.watch++;
    probe(dyno, dyno.watch, watch.pause());
  }

  /** Bad answers are told each, good ones once. */
  private void probe(SimulatedDyno dyno, int watch, Duration pause) {
    if (watch == 0 || dyno.watch != watch || !dyno.isAlive() || !dyno.healthy) {
      return;
    }
    boolean good = !dyno.sick && !dyno.host.cutOff;
    plane.later(
        chance.millis(1, SLOWEST_PROBE_MILLIS),
        () ->
            plane.observe(
                new GridObservation.Probed(
                    dyno.spec.id(), good, good ? "GET / answered 200" : "GET / answered 500")));
    if (!good) {
      Duration next = pause.isZero() ? scenario.times().healthProbe() : pause;
      time.after(next, () -> probe(dyno, watch, next));
    }
  }

  void sicken(SimulatedDyno dyno, Duration length) {
    dyno.sick = true;
    dyno.app.disturbed(time.now());
    probe(dyno, dyno.watch, Duration.ZERO);
    time.after(
        length,
        () -> {
          dyno.sick = false;
          dyno.app.disturbed(time.now());
        });
  }

  private void stop(SimulatedDyno dyno, GridAction.Stop stop) {
    invariants.stop(dyno, stop);
    report.stops++;
    time.after(
        chance.millis(1, 20),
        () -> {
          if (dyno.host.isReachable() && dyno.isAlive() && !dyno.stopping) {
            dyno.stopping = true;
            long most = Math.max(1, Math.min(2_000, stop.grace().toMillis()));
            time.after(chance.millis(0, most), () -> exit(dyno, KILLED));
          }
        });
  }

  void exit(SimulatedDyno dyno, int status) {
    if (!dyno.isAlive()) {
      return;
    }
    if (!dyno.stopping) {
      dyno.app.disturbed(time.now());
    }
    dyno.exit = DynoExit.of(status, time.now());
    dyno.listening = false;
    dyno.changed();
    tell(dyno);
  }

  private void remove(SimulatedDyno dyno) {
    dynos.remove(dyno.spec.id());
    dyno.host.dynos.remove(dyno.spec.id());
    dyno.app.dynos.remove(dyno.spec.id());
  }

  /** The machine is gone; those who own it find out later, and put another in its place. */
  void lose(SimulatedHost host) {
    if (host.lost) {
      return;
    }
    report.hostLosses++;
    host.lost = true;
    host.troubleAt = time.now();
    host.dynos.values().forEach(dyno -> dyno.app.disturbed(time.now()));
    time.after(chance.exponential(Duration.ofSeconds(20)), () -> gone(host));
    time.after(chance.between(Duration.ofMinutes(2), Duration.ofMinutes(10)), () -> add(host));
  }

  private void gone(SimulatedHost host) {
    for (SimulatedDyno dyno : List.copyOf(host.dynos.values())) {
      dyno.app.disturbed(time.now());
      remove(dyno);
    }
    hosts.remove(host.id());
    hint(new GridObservation.HostsListed(listing()));
  }

  private void add(SimulatedHost instead) {
    add(instead.host.failureDomain());
    hint(new GridObservation.HostsListed(listing()));
  }

  void add(String zone) {
    SimulatedHost host =
        new SimulatedHost(new HostId(chance.uuid()), "h" + ++report.hosts, zone, time.now());
    host.troubleAt = time.now();
    hosts.put(host.id(), host);
  }

  void cutOff(SimulatedHost host, Duration length) {
    if (host.lost || host.cutOff) {
      return;
    }
    report.partitions++;
    trouble(host, true);
    time.after(length, () -> trouble(host, false));
  }

  private void trouble(SimulatedHost host, boolean cutOff) {
    host.cutOff = cutOff;
    host.troubleAt = time.now();
    for (SimulatedDyno dyno : host.dynos.values()) {
      dyno.app.disturbed(time.now());
      probe(dyno, dyno.watch, Duration.ZERO);
    }
  }

  /** Its owner wants a host back once it is empty. */
  void drain(SimulatedHost host) {
    if (host.lost || host.host.state() != HostState.READY) {
      return;
    }
    report.drains++;
    host.become(HostState.DRAINING, time.now());
    host.dynos.values().forEach(dyno -> dyno.app.disturbed(time.now()));
    hint(new GridObservation.HostsListed(listing()));
    time.after(Duration.ofMinutes(30), () -> takeBack(host));
  }

  private void takeBack(SimulatedHost host) {
    invariants.drained(host);
    lose(host);
  }
}
