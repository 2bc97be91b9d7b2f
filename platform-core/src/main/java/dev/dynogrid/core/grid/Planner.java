package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do for one app: (observed, wanted, now) → actions. No I/O, no clock, no threads.
 *
 * <p>The order of a switch follows from three rules: missing dynos are started beside the old ones;
 * old ones leave the route in one step, once as many new ones are up as are wanted; a dyno that has
 * left is stopped when its requests are done.
 */
final class Planner {
  /** Of two dynos of one name, which an adoption can bring, the one that serves longest is kept. */
  private static final Comparator<GridDyno> BEST_FIRST =
      Comparator.comparing((GridDyno dyno) -> !dyno.is(DynoState.UP))
          .thenComparing(GridDyno::startedAt)
          .thenComparing(dyno -> dyno.id().value());

  private final GridOptions options;

  Planner(GridOptions options) {
    this.options = options;
  }

  Plan plan(AppView view, Instant now) {
    Pass pass = new Pass(view, now);
    for (ProcessType type : typesOf(view)) {
      pass.startMissing(type);
      pass.drainSurplus(type);
      pass.drainStale(type);
    }
    pass.check();
    pass.watch();
    return new Plan(pass.actions, Optional.ofNullable(pass.lookAgain));
  }

  /** Sorted, so that equal views give equal plans. */
  private static Set<ProcessType> typesOf(AppView view) {
    Set<ProcessType> types = new TreeSet<>();
    view.dynos().forEach(dyno -> types.add(dyno.type()));
    view.wanted().current().ifPresent(run -> types.addAll(run.slug().processTypes().keySet()));
    types.removeIf(type -> !type.scales());
    return types;
  }

  /** From start to healthy, at most. */
  Duration bootTimeout(ReleaseRun release) {
    return release.isJvm() ? options.jvmBootTimeout() : options.bootTimeout();
  }

  private final class Pass {
    final List<Action> actions = new ArrayList<>();
    @Nullable Instant lookAgain;

    private final AppView view;
    private final Wanted wanted;
    private final Instant now;

    Pass(AppView view, Instant now) {
      this.view = view;
      this.wanted = view.wanted();
      this.now = now;
    }

    void startMissing(ProcessType type) {
      Set<Integer> taken =
          view.fresh(type).stream().map(dyno -> dyno.name().number()).collect(Collectors.toSet());
      for (int number = 1; number <= wanted.count(type); number++) {
        DynoName name = new DynoName(type, number);
        if (!taken.contains(number) && isDue(name)) {
          wanted
              .current()
              .ifPresent(
                  release ->
                      actions.add(
                          new Action.Start(
                              release,
                              name,
                              GridDyno.Role.FORMATION,
                              wanted.generation(type),
                              whyStarted(name))));
        }
      }
    }

    private boolean isDue(DynoName name) {
      Instant due = view.restarts().getOrDefault(name, Restarts.NONE).notBefore();
      if (now.isBefore(due)) {
        lookAgainAt(due);
        return false;
      }
      return true;
    }

    private String whyStarted(DynoName name) {
      int crashes = view.restarts().getOrDefault(name, Restarts.NONE).crashes();
      return crashes > 0
          ? "restarted after crash " + crashes + " in a row"
          : name.type() + "=" + wanted.count(name.type()) + " is wanted";
    }

    void drainSurplus(ProcessType type) {
      int count = wanted.count(type);
      Set<Integer> kept = new HashSet<>();
      view.fresh(type).stream()
          .sorted(BEST_FIRST)
          .filter(dyno -> dyno.name().number() > count || !kept.add(dyno.name().number()))
          .forEach(dyno -> drain(dyno, type + "=" + count + " is wanted"));
    }

    void drainStale(ProcessType type) {
      List<GridDyno> stale = view.stale(type);
      if (stale.isEmpty()) {
        return;
      }
      int count = wanted.count(type);
      int ready = AppView.up(view.fresh(type)).size();
      boolean late = ready > 0 && !now.isBefore(wanted.switchDeadline());
      boolean replaced = ready >= count || late;
      for (GridDyno dyno : stale) {
        if (replaced || dyno.is(DynoState.STARTING)) {
          drain(dyno, "replaced by " + wanted.current().map(r -> "v" + r.version()).orElse("none"));
        }
      }
      if (!replaced) {
        lookAgainAt(wanted.switchDeadline());
      }
    }

    /**
     * Starts what proves the candidate, and ends what proved one that is not a candidate any more.
     */
    void check() {
      Optional<Wanted.Candidate> candidate = wanted.candidate();
      for (GridDyno dyno : view.dynos()) {
        if (dyno.role() == GridDyno.Role.CHECK
            && dyno.isActive()
            && !candidate.map(c -> c.release().id().equals(dyno.release())).orElse(false)) {
          drain(dyno, "its release was not accepted");
        }
      }
      candidate.ifPresent(
          c -> new TreeSet<>(c.types()).forEach(type -> startCheck(c.release(), type)));
    }

    private void startCheck(ReleaseRun release, ProcessType type) {
      boolean tried =
          view.dynos().stream()
              .anyMatch(d -> d.release().equals(release.id()) && d.type().equals(type));
      if (!tried) {
        actions.add(
            new Action.Start(
                release,
                new DynoName(type, 1),
                GridDyno.Role.CHECK,
                wanted.generation(type),
                "checks v" + release.version()));
      }
    }

    /** What only time changes: boots that take too long, drains that are over. */
    void watch() {
      for (GridDyno dyno : view.dynos()) {
        if (dyno.role() == GridDyno.Role.ONE_OFF || dyno.asked() == GridDyno.Asked.STOP) {
          continue;
        }
        if (dyno.is(DynoState.STARTING) && dyno.isWeb()) {
          watchBoot(dyno);
        } else if (dyno.is(DynoState.DRAINING)) {
          watchDrain(dyno);
        }
      }
    }

    private void watchBoot(GridDyno dyno) {
      Duration timeout = runOf(dyno).map(Planner.this::bootTimeout).orElse(options.bootTimeout());
      Instant deadline = dyno.startedAt().plus(timeout);
      if (now.isBefore(deadline)) {
        lookAgainAt(deadline);
      } else {
        actions.add(
            new Action.GiveUp(
                dyno.id(), "not healthy on $PORT within " + timeout.toSeconds() + " seconds"));
      }
    }

    private Optional<ReleaseRun> runOf(GridDyno dyno) {
      return wanted
          .candidate()
          .map(Wanted.Candidate::release)
          .or(wanted::current)
          .filter(run -> run.id().equals(dyno.release()));
    }

    /** A stop that overtook its start would be lost, and the dyno run for ever: start first. */
    private void watchDrain(GridDyno dyno) {
      if (dyno.asked() == GridDyno.Asked.START) {
        return;
      }
      Instant deadline = dyno.since().plus(options.routeSettings().drainTimeout());
      if (!view.busy().contains(dyno.id()) || !now.isBefore(deadline)) {
        actions.add(new Action.Stop(dyno.id(), "drained"));
      } else {
        lookAgainAt(deadline);
      }
    }

    private void drain(GridDyno dyno, String reason) {
      actions.add(new Action.Drain(dyno.id(), reason));
    }

    private void lookAgainAt(Instant time) {
      if (lookAgain == null || time.isBefore(lookAgain)) {
        lookAgain = time;
      }
    }
  }
}
