package dev.dynogrid.simulation;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.runtime.Limits;
import dev.dynogrid.core.grid.GridAction;
import dev.dynogrid.core.grid.GridCore;
import dev.dynogrid.core.grid.GridObservation;
import dev.dynogrid.core.grid.GridOptions;
import dev.dynogrid.core.grid.GridRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What drives the grid's core, as the platform does; it may end at any point, and begin anew. */
final class ControlPlane {
  /** What a dyno is promised of a host. */
  static final Resources RESERVE = new Resources(64L << 20, 10);

  private static final Duration LONGEST_QUESTION = Duration.ofMinutes(10);

  private final World world;
  private final Chance chance;
  private final Tampering tampering;
  private final GridOptions options;
  private final Map<Long, Question> waiting = new HashMap<>();
  private @Nullable GridCore core;
  private Duration offset = Duration.ZERO;
  private @Nullable Instant alarm;
  private boolean settling;
  private long lastRequest;

  /** Counts beginnings: what was meant for an earlier core does not reach a later one. */
  private int epoch;

  /** After so many more actions it ends; negative for never. */
  private int actionsToLive = -1;

  Instant begunAt = Instant.MIN;
  Instant jumpedAt = Instant.MIN;

  private record Question(Instant at, String what, Consumer<Optional<GridAction.Problem>> then) {}

  ControlPlane(World world, Chance chance, Tampering tampering) {
    this.world = world;
    this.chance = chance;
    this.tampering = tampering;
    this.options =
        new GridOptions(
            "simulated", world.scenario.times(), Limits.STANDARD, RESERVE, RouteSettings.USUAL);
  }

  boolean isUp() {
    return core != null;
  }

  Duration drainTimeout() {
    return options.routeSettings().drainTimeout();
  }

  private Instant now() {
    return world.time.now().plus(offset);
  }

  /** Is told all that there is, and goes to work. */
  void begin() {
    GridCore begun =
        new GridCore(
            options,
            false,
            world.scenario.placement(),
            Optional.empty(),
            chance::uuid,
            new Random(chance.random().nextLong()));
    core = begun;
    epoch++;
    begunAt = world.time.now();
    begun.observe(new GridObservation.HostsListed(world.listing()), now());
    world.apps.values().forEach(app -> begun.request(want(app), now()));
    begun.places().forEach(place -> begun.observe(world.list(place, now()), now()));
    begun.request(new GridRequest.Begin(), now());
    settle();
  }

  /** Ends after some more actions, perhaps amid those of one step. */
  void crashAfter(int actions) {
    actionsToLive = actions;
  }

  private void crash() {
    actionsToLive = -1;
    core = null;
    alarm = null;
    settling = false;
    waiting.clear();
    world.planeEnded();
  }

  /** Its clock goes wrong, by so much in all. */
  void jump(Duration by) {
    offset = by;
    jumpedAt = world.time.now();
    alarm = null;
    settle();
  }

  /** Something for the present core, later: dropped if that has ended by then. */
  void later(Duration delay, Runnable action) {
    int meant = epoch;
    world.time.after(
        delay,
        () -> {
          if (meant == epoch && isUp()) {
            action.run();
          }
        });
  }

  void observe(GridObservation observation) {
    @Nullable GridCore known = core;
    if (known != null) {
      known.observe(observation, now());
      settle();
    }
  }

  void want(AppId app) {
    request(want(world.app(app)));
  }

  private static GridRequest want(SimulatedApp app) {
    return new GridRequest.Want(app.app, Optional.of(app.current));
  }

  void request(GridRequest request) {
    @Nullable GridCore known = core;
    if (known != null) {
      known.request(request, now());
      settle();
    }
  }

  /** Asks for something that is answered. */
  void ask(LongFunction<GridRequest> request, Consumer<Optional<GridAction.Problem>> then) {
    if (isUp()) {
      long number = ++lastRequest;
      GridRequest asked = request.apply(number);
      waiting.put(number, new Question(world.time.now(), asked.toString(), then));
      request(asked);
    }
  }

  /** What was asked for and is not answered after a time in which everything should be. */
  Optional<String> overdue() {
    Instant limit = world.time.now().minus(LONGEST_QUESTION);
    return waiting.values().stream()
        .filter(question -> question.at().isBefore(limit))
        .map(Question::what)
        .findFirst();
  }

  List<Dyno> dynos(AppId app) {
    @Nullable GridCore known = core;
    return known == null ? List.of() : known.dynos(app);
  }

  private void settle() {
    if (settling) {
      return;
    }
    settling = true;
    for (List<GridAction> actions = step(); !actions.isEmpty(); actions = step()) {
      for (GridAction action : actions) {
        if (core != null && actionsToLive == 0) {
          crash();
        }
        if (core == null) {
          return;
        }
        actionsToLive -= actionsToLive > 0 ? 1 : 0;
        tampering.instead(action).forEach(this::perform);
      }
    }
    settling = false;
    planAlarm();
  }

  private List<GridAction> step() {
    @Nullable GridCore known = core;
    return known == null ? List.of() : known.step(now());
  }

  private void perform(GridAction action) {
    world.history.add(world.time.now(), action);
    if (action instanceof GridAction.Answer answer) {
      @Nullable Question question = waiting.remove(answer.request());
      world.invariants.answered(question != null, answer);
      if (question != null) {
        later(Duration.ZERO, () -> question.then().accept(answer.problem()));
      }
    } else if (action instanceof GridAction.Tell tell
        && tell.event() instanceof PlatformEvent.AppWoken woken) {
      world.report.woken(woken);
    } else {
      world.perform(action);
    }
  }

  private void planAlarm() {
    @Nullable GridCore known = core;
    if (known == null) {
      return;
    }
    known
        .nextLook()
        .map(at -> at.minus(offset))
        .filter(at -> alarm == null || at.isBefore(alarm))
        .ifPresent(this::planAlarm);
  }

  private void planAlarm(Instant at) {
    alarm = at;
    int meant = epoch;
    world.time.at(
        at,
        () -> {
          if (meant == epoch && at.equals(alarm)) {
            alarm = null;
            settle();
          }
        });
  }
}
