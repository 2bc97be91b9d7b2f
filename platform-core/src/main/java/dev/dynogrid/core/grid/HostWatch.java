package dev.dynogrid.core.grid;

import dev.dynogrid.api.capacity.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the hosts: which there are, which can be reached, and which are lost. */
final class HostWatch {
  /** A host that does not answer is asked so many times before it is given up. */
  private static final int QUESTIONS = 6;

  private final GridModel model;
  private final Output out;
  private final DynoLife life;
  private final GridTimes times;
  private final Alarms<GridHost> alarms = new Alarms<>();
  private @Nullable Instant askForHosts;

  HostWatch(GridModel model, Output out, DynoLife life, GridTimes times) {
    this.model = model;
    this.out = out;
    this.life = life;
    this.times = times;
  }

  /** Hosts that have not told what they run are waited for, and asked again. */
  void begin(Instant now) {
    askForHosts = now.plus(times.relist());
    for (GridHost host : model.hosts.all()) {
      if (host.runsDynos() && host.listedAt == null) {
        model.silent.add(host);
        unreachable(host, "it has not told yet", now);
      }
      look(host, now);
    }
  }

  Optional<Instant> next() {
    Optional<Instant> first = alarms.next();
    return askForHosts != null && first.map(at -> at.isAfter(askForHosts)).orElse(true)
        ? Optional.of(askForHosts)
        : first;
  }

  void ring(Instant now) {
    if (askForHosts != null && !askForHosts.isAfter(now)) {
      askForHosts = now.plus(times.relist());
      out.add(new GridAction.ListHosts());
    }
    alarms.ring(now, host -> look(host, now));
  }

  void listed(List<Host> hosts, Instant now) {
    HostBook.Change change = model.hosts.update(hosts);
    change.gone().forEach(host -> gone(host, now));
    if (askForHosts == null) {
      return;
    }
    for (GridHost host : change.changed()) {
      host.dynos.forEach(dyno -> model.mark(model.app(dyno.app)));
      look(host, now);
    }
    if (!change.changed().isEmpty()) {
      model.lookAtWaiting(Integer.MAX_VALUE);
    }
  }

  private void gone(GridHost host, Instant now) {
    alarms.set(host, Optional.empty());
    lose(host, host.label() + " is gone", now);
  }

  void reachable(GridHost host, Instant now) {
    boolean returned = host.unreachableSince != null;
    boolean heard = host.listedAt != null;
    host.listedAt = now;
    if (host.askedAt == null) {
      host.askedAt = now;
    }
    host.unreachableSince = null;
    if (returned) {
      if (heard) {
        host.flaps = host.flaps.returned(now);
      }
      look(host, now);
      model.lookAtWaiting(Integer.MAX_VALUE);
    }
  }

  void unreachable(GridHost host, String why, Instant now) {
    if (host.unreachableSince == null) {
      host.unreachableSince = now;
      host.unreachableFor = why;
      look(host, now);
    }
  }

  private void look(GridHost host, Instant now) {
    if (!host.runsDynos()) {
      if (!host.dynos.isEmpty()) {
        lose(host, host.label() + " runs no dynos any more", now);
      }
      model.heard(host);
      return;
    }
    judge(host, now);
    @Nullable Instant since = host.unreachableSince;
    boolean lost = since != null && !now.isBefore(since.plus(times.hostPatience()));
    if (lost) {
      lose(
          host,
          host.label()
              + " did not answer for "
              + times.hostPatience().toSeconds()
              + " seconds: "
              + host.unreachableFor,
          now);
    }
    Duration pause =
        since == null || lost ? times.relist() : times.hostPatience().dividedBy(QUESTIONS);
    @Nullable Instant asked = host.askedAt;
    if (asked == null || !now.isBefore(asked.plus(pause))) {
      out.add(new GridAction.ListDynos(host.placement(), now));
      asked = now;
      host.askedAt = now;
    }
    alarms.set(host, Optional.of(asked.plus(pause)));
  }

  /** Looks come often enough for a quarantine to end by the next one. */
  private void judge(GridHost host, Instant now) {
    boolean before = host.quarantined;
    host.quarantined = host.flaps.quarantinedUntil(now).isPresent();
    if (before && !host.quarantined) {
      model.lookAtWaiting(Integer.MAX_VALUE);
    }
  }

  private void lose(GridHost host, String why, Instant now) {
    for (GridDyno dyno : List.copyOf(host.dynos)) {
      life.lost(dyno, why, now);
    }
    model.heard(host);
  }
}
