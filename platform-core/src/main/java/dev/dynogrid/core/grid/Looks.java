package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.runtime.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the apps that something has happened to: plans, applies, routes, and tells those who
 * wait. Starts of all apps of a pass are made in one order, so that each app has one dyno before
 * any has two.
 */
final class Looks {
  private static final Duration TRAFFIC_PAUSE = Duration.ofSeconds(1);

  private final GridModel model;
  private final Output out;
  private final DynoLife life;
  private final Planner planner;
  private final GridOptions options;
  private final Supplier<UUID> ids;

  Looks(GridModel model, Output out, DynoLife life, GridOptions options, Supplier<UUID> ids) {
    this.model = model;
    this.out = out;
    this.life = life;
    this.planner = new Planner(options);
    this.options = options;
    this.ids = ids;
  }

  private record Wish(AppModel app, Decision.Start start) {}

  void lookAt(List<AppModel> apps, Instant now) {
    List<Wish> wishes = new ArrayList<>();
    for (AppModel app : apps) {
      view(app, now).ifPresentOrElse(view -> plan(app, view, wishes, now), () -> end(app, now));
    }
    wishes.sort(Comparator.comparingInt(wish -> wish.start().rank()));
    wishes.forEach(wish -> start(wish, now));
    for (AppModel app : apps) {
      view(app, now).ifPresent(view -> conclude(app, view, now));
    }
  }

  Optional<AppView> view(AppModel app, Instant now) {
    return Optional.ofNullable(app.wanted)
        .map(wanted -> app.view(wanted, model.routes.isInEffect(app, now), model.silent.isEmpty()));
  }

  private void plan(AppModel app, AppView view, List<Wish> wishes, Instant now) {
    Plan plan = planner.plan(view, now);
    app.withoutRoom = 0;
    if (plan.decisions().stream().noneMatch(Decision.Start.class::isInstance)) {
      model.waitForRoom(app, false);
    }
    for (Decision decision : plan.decisions()) {
      if (decision instanceof Decision.Start start) {
        wishes.add(new Wish(app, start));
      } else if (decision instanceof Decision.LookAtTraffic) {
        lookAtTraffic(app, now);
      } else if (decision instanceof Decision.Sleep sleep) {
        sleep(app, view.wanted(), sleep.quiet(), now);
      } else {
        apply(decision, now);
        model.mark(app);
      }
    }
    model.alarms.set(app, earlier(plan.lookAgain(), fence(view)));
  }

  private void sleep(AppModel app, Wanted wanted, Duration quiet, Instant now) {
    app.wanted = wanted.asleep(true);
    app.wake = null;
    out.say(
        app.id, ProcessType.WEB.value(), now, "Idle: no request for " + quiet.toSeconds() + " s");
    out.tell(new PlatformEvent.AppIdled(app.id, now, quiet));
    model.mark(app);
  }

  private Optional<Instant> fence(AppView view) {
    return view.routeInEffect() ? Optional.empty() : model.routes.firstFence();
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }

  private void lookAtTraffic(AppModel app, Instant now) {
    @Nullable Instant notBefore = app.trafficNotBefore;
    if (notBefore == null || !now.isBefore(notBefore)) {
      app.trafficNotBefore = now.plus(TRAFFIC_PAUSE);
      out.add(new GridAction.LookAtTraffic(app.id, app.routeVersion));
    }
  }

  private void apply(Decision decision, Instant now) {
    if (decision instanceof Decision.Up up) {
      life.healthy(up.dyno(), now);
    } else if (decision instanceof Decision.Leave leave) {
      life.leave(leave.dyno(), leave.reason(), now);
    } else if (decision instanceof Decision.Drain drain) {
      life.drain(drain.dyno(), drain.reason(), now);
    } else if (decision instanceof Decision.Stop stop) {
      life.stop(stop.dyno(), stop.reason(), now);
    } else if (decision instanceof Decision.GiveUp giveUp) {
      life.giveUp(giveUp.dyno(), giveUp.reason(), now);
    }
  }

  private void start(Wish wish, Instant now) {
    Decision.Start start = wish.start();
    @Nullable String command = start.release().slug().processTypes().get(start.name().type());
    if (command == null) {
      throw new IllegalStateException(
          start.release().label() + " has no process type " + start.name().type());
    }
    GridDyno dyno =
        new GridDyno(
            new DynoId(ids.get()),
            start.release(),
            start.name(),
            command,
            start.role(),
            start.generation(),
            now);
    if (life.start(dyno, Streams.logged(), start.rank(), start.reason(), now)) {
      model.mark(wish.app());
    } else {
      noRoom(wish.app(), dyno, now);
    }
  }

  private void noRoom(AppModel app, GridDyno dyno, Instant now) {
    @Nullable Wanted wanted = app.wanted;
    if (dyno.role == GridDyno.Role.CHECK && wanted != null && wanted.candidate().isPresent()) {
      app.wanted = wanted.with(Optional.empty());
      out.failed(
          wanted.candidate().get().request(),
          ErrorCode.CHECK_FAILED,
          dyno.name + " of the new release did not start: no host has room for it");
    } else if (!app.waitsForRoom) {
      out.say(dyno, now, "Waits: no host has room for it");
      out.tell(
          new PlatformEvent.DynoWaits(
              app.id, now, dyno.name, Optional.empty(), "no host has room for it"));
    }
    app.withoutRoom++;
    model.waitForRoom(app, true);
  }

  private void conclude(AppModel app, AppView view, Instant now) {
    model.routes.put(app, RoutePlanner.route(view, options), now);
    AppView after = view(app, now).orElse(view);
    wake(app, after, now);
    judge(app, after);
    app.goals.removeIf(
        goal -> {
          boolean reached = goal.isReached(after);
          if (reached) {
            out.done(goal.request());
          }
          return reached;
        });
  }

  /** An app that a request woke is awake once requests can reach it. */
  private void wake(AppModel app, AppView view, Instant now) {
    @Nullable Wake wake = app.wake;
    boolean routed = app.route != null && app.route.mode() == AppRoute.Mode.SERVE;
    if (wake != null && routed && view.routeInEffect()) {
      app.wake = null;
      PlatformEvent.AppWoken woken = wake.routed(app.id, now);
      out.say(app.id, ProcessType.WEB.value(), now, Wake.text(woken));
      out.tell(woken);
    }
  }

  /**
   * A check has passed when a web dyno is healthy and the others run; without a web dyno, when the
   * others have run for as long as they must.
   */
  private void judge(AppModel app, AppView view) {
    view.wanted()
        .candidate()
        .filter(candidate -> !app.checked && hasPassed(view, candidate))
        .ifPresent(
            candidate -> {
              app.checked = true;
              out.done(candidate.request());
            });
  }

  private static boolean hasPassed(AppView view, Wanted.Candidate candidate) {
    boolean web = candidate.types().contains(ProcessType.WEB);
    return candidate.types().stream()
        .allMatch(
            type ->
                view.dynos().stream()
                    .filter(dyno -> candidate.is(dyno.release.id()) && dyno.type().equals(type))
                    .anyMatch(
                        dyno ->
                            dyno.is(DynoState.UP)
                                || (web
                                    && !dyno.isWeb()
                                    && dyno.isActive()
                                    && dyno.asked == GridDyno.Asked.ACCEPTED)));
  }

  /** An app that is not wanted any more: its route goes first, then its dynos, then its memory. */
  private void end(AppModel app, Instant now) {
    if (!model.closing) {
      model.routes.remove(app, now);
    }
    for (GridDyno dyno : List.copyOf(app.dynos.values())) {
      if (dyno.asked == GridDyno.Asked.ACCEPTED) {
        life.stop(dyno, model.closing ? "the platform closes" : "its app was destroyed", now);
      }
    }
    if (app.dynos.isEmpty()) {
      model.forget(app);
    }
  }
}
