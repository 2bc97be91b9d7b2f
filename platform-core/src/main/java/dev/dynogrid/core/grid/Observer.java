package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseStatus;
import dev.dynogrid.api.routing.AppTraffic;
import dev.dynogrid.api.runtime.DynoStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes up what the grid is told of the world. */
final class Observer {
  /** A start that is still on its way to the runtime is not lost. */
  private static final Duration START_ON_ITS_WAY = Duration.ofSeconds(60);

  private final GridModel model;
  private final Output out;
  private final DynoLife life;
  private final HostWatch hostWatch;
  private final HostSupply supply;

  Observer(GridModel model, Output out, DynoLife life, HostWatch hostWatch, HostSupply supply) {
    this.model = model;
    this.out = out;
    this.life = life;
    this.hostWatch = hostWatch;
    this.supply = supply;
  }

  void observe(GridObservation observation, Instant now) {
    if (observation instanceof GridObservation.DynoSeen seen) {
      seen(seen.status(), now);
    } else if (observation instanceof GridObservation.StartAccepted accepted) {
      model.find(accepted.dyno()).ifPresent(dyno -> accepted(dyno, now));
    } else if (observation instanceof GridObservation.StartRefused refused) {
      model.find(refused.dyno()).ifPresent(dyno -> life.refused(dyno, refused.why(), now));
    } else if (observation instanceof GridObservation.Probed probed) {
      model.find(probed.dyno()).ifPresent(dyno -> probed(dyno, probed, now));
    } else if (observation instanceof GridObservation.NodesSeen nodes) {
      model.routes.saw(nodes.nodes(), now, model::mark);
    } else if (observation instanceof GridObservation.TrafficSeen traffic) {
      model
          .findApp(traffic.app())
          .filter(app -> app.routeVersion == traffic.asOf())
          .ifPresent(app -> traffic(app, traffic.traffic(), now));
    } else if (observation instanceof GridObservation.Demanded demanded) {
      model.findApp(demanded.app()).ifPresent(app -> demanded(app, now));
    } else if (observation instanceof GridObservation.Drained drained) {
      model.find(drained.dyno()).ifPresent(dyno -> mayBeQuiet(model.app(dyno.app)));
    } else if (observation instanceof GridObservation.DynosListed listed) {
      model.hosts.find(listed.where()).ifPresent(host -> listed(host, listed, now));
    } else if (observation instanceof GridObservation.HostUnreachable unreachable) {
      model
          .hosts
          .find(unreachable.where())
          .ifPresent(host -> hostWatch.unreachable(host, unreachable.why(), now));
    } else if (observation instanceof GridObservation.HostsListed hosts) {
      hostWatch.listed(hosts.hosts(), now);
      supply.listed(hosts.hosts());
    } else if (observation instanceof GridObservation.LaunchFailed failed) {
      supply.failed(failed.launch(), now);
    }
  }

  /** A dyno that ends before its streams are taken hold of is not forgotten before that. */
  private void accepted(GridDyno dyno, Instant now) {
    life.accepted(dyno, now);
    dyno.earlyExit.ifPresent(exit -> life.exited(dyno, exit, now));
  }

  private void probed(GridDyno dyno, GridObservation.Probed probed, Instant now) {
    if (probed.healthy()) {
      life.healthy(dyno, now);
    } else {
      life.failing(dyno, probed.answer(), now);
    }
  }

  /** One wake serves all requests that wait: those after the first find the app awake. */
  private void demanded(AppModel app, Instant now) {
    if (app.isAsleep()) {
      app.wake = Wake.at(now);
      app.awake(now);
      model.mark(app);
    }
  }

  private void mayBeQuiet(AppModel app) {
    app.trafficNotBefore = null;
    model.mark(app);
  }

  private void traffic(AppModel app, AppTraffic traffic, Instant now) {
    app.activity = app.activity.seen(traffic, now);
    boolean inEffect = model.routes.isInEffect(app, now);
    for (GridDyno dyno : app.dynos.values()) {
      if (inEffect && dyno.is(DynoState.DRAINING) && traffic.inFlight(dyno.id) == 0) {
        dyno.quiet = true;
      }
    }
    model.mark(app);
  }

  /** What the runtime says of a dyno, asked for or not. */
  private void seen(DynoStatus status, Instant now) {
    @Nullable GridDyno dyno = model.find(status.id()).orElse(null);
    if (dyno == null) {
      if (status.exit().isPresent()) {
        out.add(new GridAction.Forget(status.id()));
      }
      return;
    }
    if (isNews(dyno, status)) {
      dyno.seenOn = status.host().or(() -> dyno.seenOn);
      dyno.endpoint = status.endpoint().or(() -> dyno.endpoint);
      model.mark(model.app(dyno.app));
    }
    if (status.exit().isPresent()) {
      if (dyno.request.isPresent()) {
        dyno.earlyExit = status.exit();
      } else {
        life.exited(dyno, status.exit().get(), now);
      }
    } else if (status.listening() && dyno.isWeb() && dyno.is(DynoState.STARTING)) {
      life.listens(dyno, now);
    }
  }

  private static boolean isNews(GridDyno dyno, DynoStatus status) {
    return (status.host().isPresent() && !status.host().equals(dyno.seenOn))
        || (status.endpoint().isPresent() && !status.endpoint().equals(dyno.endpoint));
  }

  private void listed(GridHost host, GridObservation.DynosListed listed, Instant now) {
    hostWatch.reachable(host, now);
    Set<DynoId> present = new HashSet<>();
    for (DynoStatus status : listed.dynos()) {
      present.add(status.id());
      @Nullable GridDyno known = model.find(status.id()).orElse(null);
      if (known == null) {
        unknown(host, status, listed, now);
      } else {
        if (known.asked == GridDyno.Asked.START) {
          accepted(known, now);
        }
        seen(status, now);
        if (status.exit().isEmpty()) {
          life.runsOn(known, listed.asOf(), now);
        }
      }
    }
    for (GridDyno dyno : List.copyOf(host.dynos)) {
      if (!present.contains(dyno.id)) {
        missing(host, dyno, listed.asOf(), now);
      }
    }
    host.departed
        .entrySet()
        .removeIf(
            entry -> entry.getValue().isBefore(listed.asOf()) && !present.contains(entry.getKey()));
    model.heard(host);
  }

  private void missing(GridHost host, GridDyno dyno, Instant asOf, Instant now) {
    if (dyno.asked == GridDyno.Asked.START) {
      if (dyno.startedAt.plus(START_ON_ITS_WAY).isBefore(asOf)) {
        if (!life.startAgain(dyno)) {
          life.lost(dyno, "nothing was heard of its start", now);
        }
      }
    } else if (dyno.startedAt.isBefore(asOf)) {
      life.lost(dyno, host.label() + " does not know it any more", now);
    }
  }

  /**
   * Takes over a dyno that an earlier run of the platform left, if it is one of a succeeded
   * release. All others are ended: checks and one-off dynos whose platform died, dynos of apps that
   * are gone, and those that were taken for lost and have been replaced.
   */
  private void unknown(
      GridHost host, DynoStatus status, GridObservation.DynosListed listed, Instant now) {
    @Nullable Instant departed = host.departed.get(status.id());
    if (departed != null && !departed.isBefore(listed.asOf())) {
      return;
    }
    if (status.exit().isPresent()) {
      out.add(new GridAction.Forget(status.id()));
      return;
    }
    Optional<Release> release =
        Optional.ofNullable(listed.releases().get(status.release()))
            .filter(found -> departed == null && isWanted(status, found));
    if (release.isPresent()) {
      adopt(host, status, release.get(), now);
    } else {
      out.add(new GridAction.Stop(status.id(), Duration.ZERO, "nothing wants it"));
    }
  }

  private boolean isWanted(DynoStatus status, Release release) {
    return release.status() == ReleaseStatus.SUCCEEDED
        && release.app().equals(status.app())
        && release.slug().has(status.name().type())
        && status.name().type().scales()
        && model.findApp(status.app()).map(app -> app.wanted != null).orElse(false);
  }

  private void adopt(GridHost host, DynoStatus status, Release release, Instant now) {
    ProcessType type = status.name().type();
    GridDyno dyno =
        new GridDyno(
            status.id(),
            release,
            status.name(),
            release.slug().processTypes().getOrDefault(type, ""),
            GridDyno.Role.FORMATION,
            0,
            now);
    dyno.asked = GridDyno.Asked.ACCEPTED;
    dyno.seenOn = status.host();
    dyno.endpoint = status.endpoint();
    dyno.startedBecause = "it ran before the platform was started, and was taken over";
    dyno.placedBecause = "it ran there already";
    dyno.stateBecause = "taken over";
    model.hosts.placed(dyno, host);
    model.add(dyno);
    if (dyno.isWeb()) {
      model.app(dyno.app).awake(now);
    }
    if (!type.equals(ProcessType.WEB) || status.listening()) {
      dyno.state = DynoState.UP;
      dyno.startedAt = status.startedAt();
      life.adopted(dyno);
    }
    model.mark(model.app(dyno.app));
  }
}
