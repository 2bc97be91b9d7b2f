package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What becomes of single dynos: each step of their lives, with what follows from it. */
final class DynoLife {
  private static final Duration STOP_ON_ITS_WAY = Duration.ofSeconds(10);

  private final GridModel model;
  private final Output out;
  private final GridOptions options;
  private final RandomGenerator random;

  DynoLife(GridModel model, Output out, GridOptions options, RandomGenerator random) {
    this.model = model;
    this.out = out;
    this.options = options;
    this.random = random;
  }

  /** Finds a place for a new dyno and asks for it; false if no host has room. */
  boolean start(GridDyno dyno, Streams streams, int rank, String reason, Instant now) {
    AppModel app = model.app(dyno.app);
    Optional<HostBook.Place> place = model.hosts.place(dyno, app.dynos.values());
    if (place.isEmpty()) {
      return false;
    }
    GridHost host = place.get().host();
    dyno.startedBecause = reason;
    dyno.placedBecause = place.get().reason();
    model.hosts.placed(dyno, host);
    model.add(dyno);
    out.changed(dyno, DynoState.STARTING, now, reason);
    out.say(dyno, now, "Starting process with command `" + dyno.command + "` (" + reason + ")");
    out.add(new GridAction.Start(host.placement(), spec(app, dyno, streams), rank, reason));
    return true;
  }

  /**
   * A start of which nothing has been heard is asked for again: it is the same dyno (DR-2). False
   * if nobody wants it any more.
   */
  boolean startAgain(GridDyno dyno) {
    @Nullable GridHost host = dyno.host;
    if (host == null
        || !dyno.is(DynoState.STARTING)
        || dyno.role == GridDyno.Role.ONE_OFF
        || model.app(dyno.app).wanted == null) {
      return false;
    }
    out.add(
        new GridAction.Start(
            host.placement(),
            spec(model.app(dyno.app), dyno, Streams.logged()),
            0,
            "nothing was heard of its start"));
    return true;
  }

  private DynoSpec spec(AppModel app, GridDyno dyno, Streams streams) {
    @Nullable Wanted wanted = app.wanted;
    if (wanted == null) {
      throw new IllegalStateException("dyno of an app that is not wanted: " + dyno);
    }
    Map<String, String> environment = new HashMap<>(dyno.release.slug().environment());
    environment.putAll(dyno.release.configVars().asMap());
    return new DynoSpec(
        dyno.id,
        dyno.app,
        wanted.app().name(),
        dyno.release.id(),
        dyno.name,
        dyno.release.slug(),
        dyno.command,
        environment,
        dyno.isWeb(),
        options.limits(),
        streams);
  }

  void accepted(GridDyno dyno, Instant now) {
    if (dyno.asked == GridDyno.Asked.START) {
      dyno.asked = GridDyno.Asked.ACCEPTED;
      dyno.startedAt = now;
      waking(dyno, wake -> wake.accepted(now));
      dyno.request.ifPresent(out::done);
      dyno.request = Optional.empty();
    }
    mark(dyno);
  }

  void refused(GridDyno dyno, String why, Instant now) {
    dyno.request.ifPresent(request -> out.failed(request, ErrorCode.EXHAUSTED, why));
    dyno.request = Optional.empty();
    ended(dyno, "could not be started: " + why, Optional.empty(), now);
  }

  /** Notes how far an app has come that a request woke. */
  private void waking(GridDyno dyno, UnaryOperator<Wake> step) {
    AppModel app = model.app(dyno.app);
    @Nullable Wake wake = app.wake;
    if (wake != null && dyno.isWeb()) {
      app.wake = step.apply(wake);
    }
  }

  /** A web dyno listens: it is asked for its health. */
  void listens(GridDyno dyno, Instant now) {
    waking(dyno, wake -> wake.listens(now));
    if (dyno.release.slug().health().listeningOnly() || dyno.endpoint.isEmpty()) {
      healthy(dyno, now);
    } else if (!dyno.watched) {
      watch(dyno, options.times().bootProbe());
    }
  }

  /** It is up, and runs since before the grid knew of it. */
  void adopted(GridDyno dyno) {
    watch(dyno, options.times().healthProbe());
  }

  private void watch(GridDyno dyno, Duration pause) {
    if (dyno.release.slug().health().listeningOnly() || !dyno.isWeb()) {
      return;
    }
    dyno.watched = true;
    String hostName =
        Optional.ofNullable(model.app(dyno.app).wanted)
            .map(wanted -> wanted.app().name() + "." + options.domain())
            .orElse("localhost");
    dyno.endpoint.ifPresent(
        endpoint ->
            out.add(
                new GridAction.Watch(
                    dyno.id, endpoint, hostName, dyno.release.slug().health(), pause)));
  }

  /** A dyno has proven its health, or ran for as long as it must. */
  void healthy(GridDyno dyno, Instant now) {
    boolean wasFit = dyno.isFit();
    dyno.failingSince = null;
    dyno.failures = 0;
    if (dyno.is(DynoState.STARTING)) {
      waking(dyno, wake -> wake.healthy(now));
      move(dyno, DynoState.Event.HEALTHY, "healthy", now);
      watch(dyno, options.times().healthProbe());
    } else if (dyno.is(DynoState.UP) && !wasFit) {
      out.say(dyno, now, "Healthy again: it gets requests");
      tellHealth(dyno, true, "healthy again", now);
    }
    mark(dyno);
  }

  /** A dyno answers its health path with an error, or not at all. */
  void failing(GridDyno dyno, String answer, Instant now) {
    if (!dyno.isActive()) {
      return;
    }
    if (dyno.failingSince == null) {
      dyno.failingSince = now;
    }
    boolean wasFit = dyno.isFit();
    dyno.failures++;
    dyno.lastAnswer = answer;
    if (wasFit && !dyno.isFit()) {
      out.say(dyno, now, "Unhealthy: " + answer + " (expected: below 500); it gets no requests");
      tellHealth(dyno, false, answer, now);
    }
    mark(dyno);
  }

  private void tellHealth(GridDyno dyno, boolean healthy, String answer, Instant now) {
    out.tell(new PlatformEvent.DynoHealthChanged(dyno.app, now, dyno.toDyno(), healthy, answer));
  }

  /** It did not become healthy in time, or did not stay so. */
  void giveUp(GridDyno dyno, String reason, Instant now) {
    boolean booting = dyno.is(DynoState.STARTING);
    String text = booting ? DynoCode.R10.logText() + " -> " + reason : "Unhealthy -> " + reason;
    out.say(dyno, now, text);
    tellToStop(dyno, booting ? Duration.ZERO : options.times().stopGrace(), reason, now);
    crash(
        dyno,
        booting ? DynoState.Event.BOOT_TIMEOUT : DynoState.Event.EXITED,
        booting ? DynoCode.R10 + ": " + reason : "unhealthy: " + reason,
        now);
  }

  void leave(GridDyno dyno, String reason, Instant now) {
    dyno.leaving = Optional.of(reason);
    out.say(dyno, now, "To be replaced: " + reason);
  }

  void drain(GridDyno dyno, String reason, Instant now) {
    move(dyno, DynoState.Event.STOP, reason, now);
    dyno.quiet = !dyno.isWeb();
  }

  void stop(GridDyno dyno, String reason, Instant now) {
    if (dyno.isActive()) {
      move(dyno, DynoState.Event.STOP, reason, now);
    }
    unwatch(dyno);
    out.say(dyno, now, "Stopping all processes with SIGTERM");
    tellToStop(dyno, options.times().stopGrace(), reason, now);
  }

  private void tellToStop(GridDyno dyno, Duration grace, String reason, Instant now) {
    dyno.asked = GridDyno.Asked.STOP;
    dyno.stoppedAt = now;
    out.add(new GridAction.Stop(dyno.id, grace, reason));
  }

  /**
   * A host lists it as running: a stop that was lost, as on a host that was cut off, is repeated.
   */
  void runsOn(GridDyno dyno, Instant asOf, Instant now) {
    @Nullable Instant told = dyno.stoppedAt;
    if (told != null
        && told.plus(options.times().stopGrace()).plus(STOP_ON_ITS_WAY).isBefore(asOf)) {
      tellToStop(dyno, options.times().stopGrace(), "it was told to stop, and runs on", now);
    }
  }

  /** The dyno has no process any more. */
  void exited(GridDyno dyno, DynoExit exit, Instant now) {
    out.add(new GridAction.Forget(dyno.id));
    ended(dyno, exit.reason(), exit.code(), now);
  }

  private void ended(GridDyno dyno, String reason, Optional<DynoCode> code, Instant now) {
    code.ifPresent(c -> out.say(dyno, now, c.logText()));
    if (dyno.is(DynoState.DRAINING) || dyno.role == GridDyno.Role.ONE_OFF) {
      out.say(dyno, now, "Process " + reason);
      DynoState from = dyno.state;
      dyno.state = DynoState.DOWN;
      dyno.since = now;
      out.changed(dyno, from, now, reason);
    } else if (!dyno.is(DynoState.CRASHED)) {
      crash(dyno, DynoState.Event.EXITED, reason, now);
    }
    remove(dyno, now);
  }

  /** Nobody knows what became of it: it counts as ended, and is stopped should it turn up. */
  void lost(GridDyno dyno, String reason, Instant now) {
    if (dyno.is(DynoState.DRAINING) || dyno.role == GridDyno.Role.ONE_OFF) {
      ended(dyno, "was lost: " + reason, Optional.empty(), now);
      return;
    }
    if (!dyno.is(DynoState.CRASHED)) {
      out.say(dyno, now, "Process was lost: " + reason);
      failCheck(dyno, reason);
      move(dyno, DynoState.Event.LOST, reason, now);
    }
    remove(dyno, now);
  }

  private void remove(GridDyno dyno, Instant now) {
    unwatch(dyno);
    model.remove(dyno, now);
    mark(dyno);
  }

  private void unwatch(GridDyno dyno) {
    if (dyno.watched) {
      dyno.watched = false;
      out.add(new GridAction.Unwatch(dyno.id));
    }
  }

  private void crash(GridDyno dyno, DynoState.Event event, String reason, Instant now) {
    out.say(dyno, now, "Process crashed: " + reason);
    unwatch(dyno);
    if (dyno.role == GridDyno.Role.CHECK) {
      failCheck(dyno, reason);
    } else {
      Instant due = model.app(dyno.app).crashed(dyno, now, random.nextDouble()).notBefore();
      if (due.isAfter(now)) {
        out.tell(
            new PlatformEvent.DynoWaits(
                dyno.app, now, dyno.name, Optional.of(due), "it crashed again and again"));
      }
    }
    move(dyno, event, reason, now);
    mark(dyno);
  }

  /** The other dynos of the candidate go as well: it is not wanted any more. */
  private void failCheck(GridDyno dyno, String reason) {
    AppModel app = model.app(dyno.app);
    @Nullable Wanted wanted = app.wanted;
    if (wanted != null && dyno.role == GridDyno.Role.CHECK) {
      wanted
          .candidate()
          .filter(candidate -> candidate.is(dyno.release.id()))
          .ifPresent(
              candidate -> {
                app.wanted = wanted.with(Optional.empty());
                out.failed(
                    candidate.request(),
                    ErrorCode.CHECK_FAILED,
                    dyno.name + " of the new release did not start: " + reason);
              });
    }
  }

  /** The check of a release has succeeded: its dynos are the first ones of the release. */
  void promote(AppModel app, Release release) {
    for (GridDyno dyno : app.dynos.values()) {
      if (dyno.role == GridDyno.Role.CHECK && dyno.release.id().equals(release.id())) {
        dyno.role = GridDyno.Role.FORMATION;
      }
    }
  }

  private void move(GridDyno dyno, DynoState.Event event, String reason, Instant now) {
    Optional<DynoState> next = dyno.state.after(event);
    if (next.isPresent()) {
      DynoState from = dyno.state;
      dyno.state = next.get();
      dyno.since = now;
      out.say(
          dyno,
          now,
          "State changed from " + label(from) + " to " + label(dyno.state) + ": " + reason);
      out.changed(dyno, from, now, reason);
    }
  }

  private static String label(DynoState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private void mark(GridDyno dyno) {
    model.mark(model.app(dyno.app));
  }
}
