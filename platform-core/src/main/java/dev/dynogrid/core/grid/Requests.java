package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes up what the grid is asked for. */
final class Requests {
  private final GridModel model;
  private final Output out;
  private final DynoLife life;
  private final GridTimes times;

  Requests(GridModel model, Output out, DynoLife life, GridTimes times) {
    this.model = model;
    this.out = out;
    this.life = life;
    this.times = times;
  }

  void take(GridRequest request, Instant now) {
    if (request instanceof GridRequest.Want want) {
      want(want.app(), want.current(), now);
    } else if (request instanceof GridRequest.Gone gone) {
      model.findApp(gone.app()).ifPresent(this::gone);
    } else if (request instanceof GridRequest.Check check) {
      wanted(check.request(), check.release().app())
          .ifPresent(app -> check(app, check.request(), check.release(), now));
    } else if (request instanceof GridRequest.Drop drop) {
      model.findApp(drop.app()).ifPresent(app -> drop(app, drop));
    } else if (request instanceof GridRequest.Accept accept) {
      wanted(accept.request(), accept.release().app())
          .ifPresent(app -> accept(app, accept.request(), accept.release()));
    } else if (request instanceof GridRequest.InEffect inEffect) {
      wanted(inEffect.request(), inEffect.app())
          .ifPresent(app -> app.goals.add(new Goal.InEffect(inEffect.request())));
    } else if (request instanceof GridRequest.Restart restart) {
      wanted(restart.request(), restart.app()).ifPresent(app -> restart(app, restart, now));
    } else if (request instanceof GridRequest.RunOnce run) {
      wanted(run.request(), run.release().app()).ifPresent(app -> runOnce(app, run, now));
    }
  }

  /** The app; without one the request has failed. */
  private Optional<AppModel> wanted(long request, AppId id) {
    Optional<AppModel> app = model.findApp(id).filter(found -> found.wanted != null);
    if (app.isEmpty()) {
      out.failed(request, ErrorCode.NOT_FOUND, "app " + id + " is gone");
    }
    app.ifPresent(model::mark);
    return app;
  }

  private void want(App wanted, Optional<Release> current, Instant now) {
    if (model.closing) {
      return;
    }
    AppModel app = model.app(wanted.id());
    @Nullable Wanted before = app.wanted;
    if (before == null) {
      app.activity = Activity.at(now);
      app.wanted =
          new Wanted(wanted, current, Optional.empty(), Map.of(), false, deadline(current, now));
    } else if (current.map(Release::id).equals(before.current().map(Release::id))) {
      app.wanted = before.with(wanted, current, before.switchDeadline());
      if (wanted.idleAfter().isEmpty()) {
        app.awake(now);
      }
    } else {
      app.wanted = before.with(wanted, current, deadline(current, now));
      app.awake(now);
      current.ifPresent(release -> becomeCurrent(app, release));
    }
    model.mark(app);
  }

  /** What has proven a release are its first dynos, and what crashed before it counts no more. */
  private void becomeCurrent(AppModel app, Release release) {
    app.restarts.clear();
    life.promote(app, release);
    @Nullable Wanted wanted = app.wanted;
    if (wanted != null && wanted.isCandidate(release.id())) {
      app.wanted = wanted.with(Optional.empty());
    }
  }

  /**
   * The grid begins. An app that may idle and has no web dyno idled when the platform ended, or its
   * machine did: it goes on to, so that a start does not wake what nobody asks for.
   */
  void begin() {
    for (AppModel app : model.apps()) {
      @Nullable Wanted wanted = app.wanted;
      if (wanted != null
          && wanted.app().idleAfter().isPresent()
          && wanted.count(ProcessType.WEB) > 0
          && app.dynos.values().stream().noneMatch(GridDyno::isWeb)) {
        app.wanted = wanted.asleep(true);
      }
      model.mark(app);
    }
  }

  private Instant deadline(Optional<Release> release, Instant now) {
    return now.plus(release.map(r -> Planner.bootTimeout(r, times)).orElse(times.bootTimeout()));
  }

  private void gone(AppModel app) {
    app.goals.forEach(goal -> notFound(goal.request(), app));
    app.goals.clear();
    Optional.ofNullable(app.wanted)
        .flatMap(Wanted::candidate)
        .filter(candidate -> !app.checked)
        .ifPresent(candidate -> notFound(candidate.request(), app));
    app.wanted = null;
    model.mark(app);
  }

  private void notFound(long request, AppModel app) {
    out.failed(request, ErrorCode.NOT_FOUND, "app " + app.id + " is gone");
  }

  private void check(AppModel app, long request, Release release, Instant now) {
    @Nullable Wanted wanted = app.wanted;
    if (wanted == null) {
      return;
    }
    wanted
        .candidate()
        .filter(candidate -> !app.checked)
        .ifPresent(
            candidate ->
                out.failed(
                    candidate.request(),
                    ErrorCode.CANCELLED,
                    candidate.release().label() + " gave way to another release"));
    app.checked = false;
    app.wanted =
        wanted.with(
            Optional.of(new Wanted.Candidate(request, release, wanted.typesToCheck(release), now)));
  }

  private void drop(AppModel app, GridRequest.Drop drop) {
    @Nullable Wanted wanted = app.wanted;
    if (wanted != null && wanted.isCandidate(drop.release())) {
      if (!app.checked) {
        wanted
            .candidate()
            .ifPresent(
                candidate ->
                    out.failed(candidate.request(), ErrorCode.CANCELLED, "the check was dropped"));
      }
      app.wanted = wanted.with(Optional.empty());
      model.mark(app);
    }
  }

  private void accept(AppModel app, long request, Release release) {
    @Nullable Wanted wanted = app.wanted;
    if (wanted != null && wanted.isCurrent(release.id())) {
      becomeCurrent(app, release);
    }
    app.goals.add(new Goal.Serves(request, release));
  }

  private void restart(AppModel app, GridRequest.Restart restart, Instant now) {
    @Nullable Wanted wanted = app.wanted;
    if (wanted == null) {
      return;
    }
    Set<ProcessType> types = new TreeSet<>();
    app.dynos.values().stream()
        .filter(dyno -> dyno.role == GridDyno.Role.FORMATION)
        .forEach(dyno -> types.add(dyno.type()));
    wanted
        .current()
        .ifPresent(
            release ->
                release.slug().processTypes().keySet().stream()
                    .filter(type -> wanted.count(type) > 0)
                    .forEach(types::add));
    restart.type().ifPresent(only -> types.removeIf(other -> !other.equals(only)));
    Map<ProcessType, Integer> generations = new HashMap<>(wanted.generations());
    types.forEach(type -> generations.merge(type, 1, Integer::sum));
    app.wanted = wanted.with(generations, deadline(wanted.current(), now));
    app.restarts.keySet().removeIf(name -> types.contains(name.type()));
    app.goals.add(new Goal.Replaced(restart.request(), types));
  }

  private void runOnce(AppModel app, GridRequest.RunOnce run, Instant now) {
    int number =
        1
            + app.dynos.values().stream()
                .filter(dyno -> dyno.type().equals(run.type()))
                .mapToInt(dyno -> dyno.name.number())
                .max()
                .orElse(0);
    GridDyno dyno =
        new GridDyno(
            run.dyno(),
            run.release(),
            new DynoName(run.type(), number),
            run.command(),
            GridDyno.Role.ONE_OFF,
            0,
            now);
    if (life.start(dyno, run.streams(), 0, "asked for", now)) {
      dyno.request = Optional.of(run.request());
    } else {
      out.failed(run.request(), ErrorCode.EXHAUSTED, "no host has room for " + dyno.name);
    }
  }

  /** Stops everything. The mesh has closed: no routes any more. */
  void stopAll(Instant now) {
    model.closing = true;
    for (AppModel app : List.copyOf(model.apps())) {
      gone(app);
    }
  }
}
