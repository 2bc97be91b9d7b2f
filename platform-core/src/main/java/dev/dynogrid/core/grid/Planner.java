package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
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
 * Decides what to do for one app: (observed, wanted, now) → decisions. No I/O, no clock, no
 * threads, and nothing is changed.
 *
 * <p>The order of a switch follows from three rules: missing dynos are started beside the old ones;
 * old ones leave the route in one step, once as many new ones are up as are wanted; a dyno that has
 * left is stopped when its requests are done.
 */
final class Planner {
  /** One bad answer may be chance. */
  static final int FAILURES_TO_LEAVE_THE_ROUTE = 3;

  /**
   * Between two looks at the traffic of an app: the mesh's hint that a dyno is drained may be lost.
   */
  private static final Duration TRAFFIC_LOOK = Duration.ofSeconds(1);

  /** Of two dynos of one name, which an adoption can bring, the one that serves longest is kept. */
  private static final Comparator<GridDyno> BEST_FIRST =
      Comparator.comparing((GridDyno dyno) -> !dyno.is(DynoState.UP))
          .thenComparing(dyno -> dyno.startedAt)
          .thenComparing(dyno -> dyno.id.value());

  private final GridTimes times;
  private final Duration drainTimeout;

  Planner(GridOptions options) {
    this.times = options.times();
    this.drainTimeout = options.routeSettings().drainTimeout();
  }

  Plan plan(AppView view, Instant now) {
    Pass pass = new Pass(view, now);
    pass.watch();
    for (ProcessType type : typesOf(view)) {
      pass.startMissing(type);
      pass.drainSurplus(type);
      pass.drainReplaced(type);
      pass.drainStale(type);
    }
    pass.check();
    pass.sleep();
    pass.lookAtTraffic();
    return new Plan(pass.decisions, Optional.ofNullable(pass.lookAgain));
  }

  /** Sorted, so that equal views give equal plans. */
  private static Set<ProcessType> typesOf(AppView view) {
    Set<ProcessType> types = new TreeSet<>();
    view.dynos().forEach(dyno -> types.add(dyno.type()));
    view.wanted()
        .current()
        .ifPresent(release -> types.addAll(release.slug().processTypes().keySet()));
    types.removeIf(type -> !type.scales());
    return types;
  }

  /** From start to healthy, at most. */
  static Duration bootTimeout(Release release, GridTimes times) {
    return release.slug().language().startsWith("Java")
        ? times.jvmBootTimeout()
        : times.bootTimeout();
  }

  private final class Pass {
    final List<Decision> decisions = new ArrayList<>();
    @Nullable Instant lookAgain;

    private boolean trafficMatters;
    private final AppView view;
    private final Wanted wanted;
    private final Instant now;

    Pass(AppView view, Instant now) {
      this.view = view;
      this.wanted = view.wanted();
      this.now = now;
    }

    void startMissing(ProcessType type) {
      int count = wanted.count(type);
      if (count == 0 || !view.mayStart() || wanted.current().isEmpty()) {
        return;
      }
      Release release = wanted.current().get();
      List<GridDyno> fresh = view.fresh(type);
      Set<Integer> taken =
          fresh.stream().map(dyno -> dyno.name.number()).collect(Collectors.toSet());
      int rank = fresh.size() + view.leaving(type).size() + view.stale(type).size();
      for (int number = 1; number <= count; number++) {
        DynoName name = new DynoName(type, number);
        if (!taken.contains(number) && isDue(name)) {
          decisions.add(
              new Decision.Start(
                  release,
                  name,
                  GridDyno.Role.FORMATION,
                  wanted.generation(type),
                  rank++,
                  whyStarted(name)));
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
      if (crashes > 0) {
        return "restarted after crash " + crashes + " in a row";
      }
      return view.leaving(name.type()).stream()
          .filter(dyno -> dyno.name.equals(name))
          .findFirst()
          .flatMap(dyno -> dyno.leaving)
          .map(reason -> "replaces one: " + reason)
          .orElseGet(() -> name.type() + "=" + wanted.count(name.type()) + " is wanted");
    }

    void drainSurplus(ProcessType type) {
      int count = wanted.count(type);
      Set<Integer> kept = new HashSet<>();
      view.fresh(type).stream()
          .sorted(BEST_FIRST)
          .filter(dyno -> dyno.name.number() > count || !kept.add(dyno.name.number()))
          .forEach(dyno -> drain(dyno, whyTooMany(type)));
    }

    private String whyTooMany(ProcessType type) {
      return wanted.count(type) == wanted.countAwake(type)
          ? type + "=" + wanted.count(type) + " is wanted"
          : "no request comes: the app idles";
    }

    /** Each of those that leave one by one goes when the new one of its name is up. */
    void drainReplaced(ProcessType type) {
      List<GridDyno> leaving = view.leaving(type);
      if (leaving.isEmpty()) {
        return;
      }
      Set<DynoName> ready =
          view.fresh(type).stream()
              .filter(GridDyno::isFit)
              .map(dyno -> dyno.name)
              .collect(Collectors.toSet());
      for (GridDyno dyno : leaving) {
        if (ready.contains(dyno.name) || dyno.name.number() > wanted.count(type)) {
          drain(dyno, dyno.leaving.orElse("replaced"));
        }
      }
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
          drain(dyno, "replaced by " + wanted.current().map(Release::label).orElse("none"));
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
      for (GridDyno dyno : view.dynos()) {
        if (dyno.role == GridDyno.Role.CHECK
            && dyno.isActive()
            && !wanted.isCandidate(dyno.release.id())) {
          drain(dyno, "its release was not accepted");
        }
      }
      wanted
          .candidate()
          .ifPresent(c -> new TreeSet<>(c.types()).forEach(type -> startCheck(c.release(), type)));
    }

    private void startCheck(Release release, ProcessType type) {
      boolean tried =
          view.dynos().stream()
              .anyMatch(dyno -> dyno.release.id().equals(release.id()) && dyno.type().equals(type));
      if (!tried) {
        decisions.add(
            new Decision.Start(
                release,
                new DynoName(type, 1),
                GridDyno.Role.CHECK,
                wanted.generation(type),
                0,
                "checks " + release.label()));
      }
    }

    /** What only time changes: boots and failures that take too long, drains, a dyno's days. */
    void watch() {
      for (GridDyno dyno : view.dynos()) {
        if (dyno.role == GridDyno.Role.ONE_OFF || dyno.asked == GridDyno.Asked.STOP) {
          continue;
        }
        switch (dyno.state) {
          case STARTING -> watchBoot(dyno);
          case UP -> watchUp(dyno);
          case DRAINING -> watchDrain(dyno);
          default -> {}
        }
      }
    }

    /**
     * The mesh knows the requests, and is asked only when an app has been quiet for long enough by
     * what is known of it.
     */
    void sleep() {
      Optional<Duration> after = wanted.app().idleAfter();
      if (after.isEmpty()
          || wanted.count(ProcessType.WEB) == 0
          || wanted.candidate().isPresent()
          || !isOver(view.activity().quietAt(after.get()))) {
        return;
      }
      if (view.activity().isQuiet(after.get())) {
        decisions.add(new Decision.Sleep(Duration.between(view.activity().last(), now)));
      } else if (view.routeInEffect()) {
        trafficMatters = true;
      }
    }

    void lookAtTraffic() {
      if (trafficMatters) {
        decisions.add(new Decision.LookAtTraffic());
        lookAgainAt(now.plus(TRAFFIC_LOOK));
      }
    }

    private void watchBoot(GridDyno dyno) {
      if (dyno.asked != GridDyno.Asked.ACCEPTED) {
        return;
      }
      if (!dyno.isWeb()) {
        if (isOver(dyno.startedAt.plus(times.workerUp()))) {
          decisions.add(new Decision.Up(dyno));
        }
      } else {
        Duration timeout = bootTimeout(dyno.release, times);
        if (isOver(dyno.startedAt.plus(timeout))) {
          giveUp(dyno, "not healthy on $PORT within " + timeout.toSeconds() + " seconds");
        } else {
          watchErrors(dyno, times.errorPatience());
        }
      }
    }

    private void watchUp(GridDyno dyno) {
      watchErrors(dyno, times.sickPatience());
      if (dyno.role == GridDyno.Role.FORMATION && dyno.leaving.isEmpty() && view.isCurrent(dyno)) {
        if (dyno.host != null && dyno.host.isEmptied()) {
          leave(dyno, "its host is being emptied");
        } else if (isOver(Cycle.dueAt(dyno.id, dyno.startedAt, times))) {
          leave(dyno, "it has run for a day");
        }
      }
    }

    private void watchErrors(GridDyno dyno, Duration patience) {
      @Nullable Instant since = dyno.failingSince;
      if (since != null && isOver(since.plus(patience))) {
        giveUp(
            dyno,
            dyno.lastAnswer + " for " + patience.toSeconds() + " seconds (expected: below 500)");
      }
    }

    /** A stop that overtook its start would be lost, and the dyno run for ever: start first. */
    private void watchDrain(GridDyno dyno) {
      if (dyno.asked == GridDyno.Asked.START) {
        return;
      }
      if (dyno.quiet || isOver(dyno.since.plus(drainTimeout))) {
        decisions.add(new Decision.Stop(dyno, "drained"));
      } else if (view.routeInEffect()) {
        trafficMatters = true;
      }
    }

    /** Whether it is over; if not, that is when to look again. */
    private boolean isOver(Instant deadline) {
      if (now.isBefore(deadline)) {
        lookAgainAt(deadline);
        return false;
      }
      return true;
    }

    private void leave(GridDyno dyno, String reason) {
      decisions.add(new Decision.Leave(dyno, reason));
    }

    private void giveUp(GridDyno dyno, String reason) {
      decisions.add(new Decision.GiveUp(dyno, reason));
    }

    private void drain(GridDyno dyno, String reason) {
      decisions.add(new Decision.Drain(dyno, reason));
    }

    private void lookAgainAt(Instant time) {
      if (lookAgain == null || time.isBefore(lookAgain)) {
        lookAgain = time;
      }
    }
  }
}
