package dev.dynogrid.core.grid;

import dev.dynogrid.api.Explanation;
import dev.dynogrid.api.capacity.PlacementPolicy;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.runtime.Placement;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What decides in a grid: it takes observations and requests as values, and yields actions as
 * values. No I/O, no clock, no thread, no randomness but the one that is handed in: the same calls
 * give the same actions, in production, where {@link Grid} performs them on providers, and in a
 * simulation.
 *
 * <p>To drive it:
 *
 * <ol>
 *   <li>tell the hosts ({@link GridObservation.HostsListed}), what is wanted of every app ({@link
 *       GridRequest.Want}), and what each host runs ({@link GridObservation.DynosListed}), then
 *       {@link GridRequest.Begin};
 *   <li>{@link #step}, perform the actions, tell what came of them, and step again until there are
 *       none;
 *   <li>do so again when something was observed or asked for, and at {@link #nextLook}.
 * </ol>
 *
 * <p>A step costs in proportion to what changed. Not safe for use by many threads. A core that ends
 * leaves nothing behind: the next one is told what there is, and goes on.
 */
public final class GridCore {
  private final GridModel model;
  private final Output out;
  private final HostWatch hostWatch;
  private final HostSupply supply;
  private final Observer observer;
  private final Requests requests;
  private final Looks looks;
  private final Explainer explainer;
  private Instant latest = Instant.MIN;
  private boolean begun;
  private @Nullable Long stopAll;

  /**
   * A core that knows nothing.
   *
   * @param placesByItself whether the runtime chooses hosts itself
   * @param placement chooses hosts otherwise
   * @param standby says how many hosts there should be; empty if none can be launched
   * @param ids gives identities to dynos
   * @param random for jitter
   */
  public GridCore(
      GridOptions options,
      boolean placesByItself,
      PlacementPolicy placement,
      Optional<StandbyPolicy> standby,
      Supplier<UUID> ids,
      RandomGenerator random) {
    this.model = new GridModel(new HostBook(placement, placesByItself, options.reserve()));
    this.out = new Output(model::remember);
    DynoLife life = new DynoLife(model, out, options, random);
    this.hostWatch = new HostWatch(model, out, life, options.times());
    this.supply = new HostSupply(model, out, standby, ids, options);
    this.observer = new Observer(model, out, life, hostWatch, supply);
    this.requests = new Requests(model, out, life, options.times());
    this.explainer = new Explainer(options);
    this.looks = new Looks(model, out, life, options, ids);
  }

  /** Takes up what was observed. What follows from it is in the next {@link #step}. */
  public void observe(GridObservation observation, Instant now) {
    observer.observe(observation, held(now));
  }

  /** A clock that was set back is held: nothing is to happen before what has happened. */
  private Instant held(Instant now) {
    if (now.isAfter(latest)) {
      latest = now;
    }
    return latest;
  }

  /** Takes up what is asked for. What follows from it is in the next {@link #step}. */
  public void request(GridRequest request, Instant time) {
    Instant now = held(time);
    if (request instanceof GridRequest.Begin) {
      begun = true;
      hostWatch.begin(now);
      requests.begin();
    } else if (request instanceof GridRequest.StopAll all) {
      stopAll = all.request();
      requests.stopAll(now);
    } else {
      requests.take(request, now);
    }
  }

  /**
   * Decides about everything that has changed, and about everything whose time has come.
   *
   * @param time the present one; one before that of an earlier call counts as that
   * @return what is to be done, in order; nothing before {@link GridRequest.Begin}
   */
  public List<GridAction> step(Instant time) {
    if (!begun) {
      return List.of();
    }
    Instant now = held(time);
    hostWatch.ring(now);
    model.alarms.ring(now, model::mark);
    while (model.hasMarked()) {
      looks.lookAt(model.takeMarked(), now);
    }
    supply.look(now);
    if (!model.closing) {
      model.routes.flush(now).ifPresent(change -> out.add(new GridAction.Publish(change)));
    }
    if (stopAll != null && !model.hasDynos()) {
      out.done(stopAll);
      stopAll = null;
    }
    return out.take();
  }

  /** When time alone asks for a step. */
  public Optional<Instant> nextLook() {
    if (!begun) {
      return Optional.empty();
    }
    Optional<Instant> host = hostWatch.next();
    Optional<Instant> app = model.alarms.next();
    return host.isPresent() && app.map(at -> at.isAfter(host.get())).orElse(true) ? host : app;
  }

  /** Where dynos may run: each of these places has to be listed before the beginning. */
  public List<Placement> places() {
    return model.hosts.all().stream().filter(GridHost::runsDynos).map(GridHost::placement).toList();
  }

  /** Why an app is served as it is; empty if there is no such app. */
  public Optional<Explanation> why(AppId app, Instant now) {
    return model
        .findApp(app)
        .flatMap(
            found ->
                looks
                    .view(found, now)
                    .map(view -> new Explanation(explainer.app(found, view), found.history())));
  }

  /** Why a dyno is as it is; empty if it is not known, or not any more. */
  public Optional<Explanation> why(DynoId dyno, Instant now) {
    return model.appOf(dyno).map(app -> explainer.dyno(app, model.find(dyno), dyno));
  }

  /** The dynos of an app that are not down, by name, then by age. */
  public List<Dyno> dynos(AppId app) {
    return model
        .findApp(app)
        .map(
            found ->
                found.dynos.values().stream()
                    .sorted(
                        Comparator.comparing((GridDyno dyno) -> dyno.name.toString())
                            .thenComparing(dyno -> dyno.startedAt))
                    .map(GridDyno::toDyno)
                    .toList())
        .orElse(List.of());
  }
}
