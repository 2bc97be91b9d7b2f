package dev.dynogrid.core.grid;

import dev.dynogrid.api.Explanation;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says in words why an app and its dynos are as they are. Pure, and only as good as the reasons.
 */
final class Explainer {
  private final GridOptions options;

  Explainer(GridOptions options) {
    this.options = options;
  }

  /** What requests meet, then what of each process type there is and lacks, then each dyno. */
  List<String> app(AppModel app, AppView view) {
    List<String> words = new ArrayList<>();
    words.add(requests(app, view));
    if (!view.routeInEffect()) {
      words.add("The mesh has yet to acknowledge the last change of the route.");
    }
    view.wanted()
        .candidate()
        .ifPresent(
            candidate ->
                words.add(
                    candidate.release().label()
                        + " has to prove that it starts, since "
                        + time(candidate.since())
                        + "."));
    types(view).forEach(type -> words.addAll(type(app, view, type)));
    view.dynos().forEach(dyno -> words.addAll(dyno(dyno)));
    return words;
  }

  private String requests(AppModel app, AppView view) {
    Wanted wanted = view.wanted();
    String name = wanted.app().name().value();
    if (app.route == null) {
      return name + " has no route yet.";
    }
    return switch (app.route.mode()) {
      case SERVE -> name + " is served by " + targets(app.route) + ".";
      case HOLD ->
          wanted.asleep()
              ? name + " idles: its next request is held until a web dyno is started for it."
              : name + " boots: its requests are held until a web dyno is healthy.";
      case CRASHED -> name + " has no web dyno that works: its requests are answered with H10.";
      case NO_DYNOS -> name + " wants no web dynos (web=0): its requests are answered with H14.";
      case BLANK -> name + " was never deployed: its requests are answered with H81.";
      case MAINTENANCE -> name + " is in maintenance: its requests are answered with H80.";
    };
  }

  private static String targets(AppRoute route) {
    return route.targets().stream()
        .map(target -> target.name().toString())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Set<ProcessType> types(AppView view) {
    return view.wanted().current().stream()
        .flatMap(release -> release.slug().processTypes().keySet().stream())
        .filter(type -> view.wanted().count(type) > 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> type(AppModel app, AppView view, ProcessType type) {
    int count = view.wanted().count(type);
    List<GridDyno> active = new ArrayList<>(view.fresh(type));
    active.addAll(view.leaving(type));
    long up = active.stream().filter(dyno -> dyno.is(DynoState.UP)).count();
    String release = view.wanted().current().map(Release::label).orElse("no release");
    List<String> words = new ArrayList<>();
    words.add(type + "=" + count + " of " + release + " is wanted, " + up + " are up.");
    Set<DynoName> there = active.stream().map(dyno -> dyno.name).collect(Collectors.toSet());
    for (int number = 1; number <= count; number++) {
      DynoName name = new DynoName(type, number);
      if (!there.contains(name)) {
        words.add(name + " waits: " + whyMissing(app, view, name) + ".");
      }
    }
    return words;
  }

  private static String whyMissing(AppModel app, AppView view, DynoName name) {
    Restarts restarts = view.restarts().getOrDefault(name, Restarts.NONE);
    if (!view.mayStart()) {
      return "a host has yet to tell what it runs, and it may run there";
    } else if (app.waitsForRoom) {
      return "no host has room for it";
    } else if (restarts.crashes() > 0) {
      return "it crashed "
          + restarts.crashes()
          + " times in a row, and is started again at "
          + time(restarts.notBefore());
    }
    return "it is about to be started";
  }

  /** A dyno that there is, or what is remembered of one. */
  Explanation dyno(AppModel app, Optional<GridDyno> dyno, DynoId id) {
    List<PlatformEvent> events = app.history().stream().filter(event -> isOf(event, id)).toList();
    return new Explanation(
        dyno.map(this::dyno).orElseGet(() -> List.of(ended(events, id))), events);
  }

  private static boolean isOf(PlatformEvent event, DynoId id) {
    return (event instanceof PlatformEvent.DynoChanged changed && changed.dyno().id().equals(id))
        || (event instanceof PlatformEvent.DynoHealthChanged health
            && health.dyno().id().equals(id));
  }

  private static String ended(List<PlatformEvent> events, DynoId id) {
    return !events.isEmpty()
            && events.get(events.size() - 1) instanceof PlatformEvent.DynoChanged last
        ? last.dyno().name()
            + " of v"
            + last.dyno().version()
            + " ended at "
            + time(last.at())
            + ": "
            + last.reason()
            + "."
        : "Dyno " + id + " has ended; why is forgotten.";
  }

  private List<String> dyno(GridDyno dyno) {
    List<String> words = new ArrayList<>();
    words.add(
        dyno.name
            + " of "
            + dyno.release.label()
            + " is "
            + dyno.state.name().toLowerCase(Locale.ROOT)
            + (dyno.host == null ? "" : " on " + dyno.host.label())
            + " since "
            + time(dyno.since)
            + ": "
            + dyno.stateBecause
            + ".");
    words.add(dyno.name + " was started: " + dyno.startedBecause + "; " + dyno.placedBecause + ".");
    waitsFor(dyno).ifPresent(text -> words.add(dyno.name + " " + text + "."));
    return words;
  }

  private Optional<String> waitsFor(GridDyno dyno) {
    @Nullable Instant failing = dyno.failingSince;
    if (dyno.asked == GridDyno.Asked.START) {
      return Optional.of("waits for the runtime to accept it");
    } else if (failing != null && dyno.isActive()) {
      return Optional.of(
          "fails its health path since "
              + time(failing)
              + " ("
              + dyno.lastAnswer
              + "; expected: below 500), gets no requests, and is restarted at "
              + time(failing.plus(patience(dyno)))
              + " if it goes on");
    } else if (dyno.is(DynoState.STARTING) && dyno.isWeb()) {
      return Optional.of(
          "has to be healthy by "
              + time(dyno.startedAt.plus(Planner.bootTimeout(dyno.release, options.times()))));
    } else if (dyno.is(DynoState.DRAINING)) {
      return Optional.of(
          "ends when its requests are done, at "
              + time(dyno.since.plus(options.routeSettings().drainTimeout()))
              + " at the latest");
    }
    return dyno.leaving.map(reason -> "is replaced once a new one is up: " + reason);
  }

  private Duration patience(GridDyno dyno) {
    return dyno.is(DynoState.UP) ? options.times().sickPatience() : options.times().errorPatience();
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
