package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.routing.RoutingMesh;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.Streams;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs actions on providers. What may block is done on a bounded executor; the mesh is spoken
 * to at once, since it only accepts, and a switch waits for it.
 */
final class Actuator {
  private static final Logger log = LoggerFactory.getLogger(Actuator.class);

  private final Map<DynoId, DynoSession> sessions = new ConcurrentHashMap<>();
  private final Set<Placement> listing = ConcurrentHashMap.newKeySet();
  private final DynoRuntime runtime;
  private final CapacityProvider capacity;
  private final RoutingMesh mesh;
  private final Lister lister;
  private final Prober prober;
  private final StartQueue starts;
  private final LogSink logs;
  private final Consumer<PlatformEvent> events;
  private final Executor executor;
  private final Consumer<GridObservation> tell;
  private final Consumer<GridAction.Answer> answers;

  /**
   * An actuator.
   *
   * @param tell takes observations from any thread
   * @param answers takes answers, on the thread of {@link #perform}
   */
  Actuator(
      Grid.Parts parts,
      Lister lister,
      Prober prober,
      StartQueue starts,
      Consumer<GridObservation> tell,
      Consumer<GridAction.Answer> answers) {
    this.runtime = parts.runtime();
    this.capacity = parts.capacity();
    this.mesh = parts.mesh();
    this.logs = parts.logs();
    this.events = parts.events();
    this.executor = parts.workers();
    this.lister = lister;
    this.prober = prober;
    this.starts = starts;
    this.tell = tell;
    this.answers = answers;
  }

  /**
   * Performs an action, or sees to it.
   *
   * @param observe takes what is observed at once
   */
  void perform(GridAction action, Consumer<GridObservation> observe) {
    if (action instanceof GridAction.Publish publish) {
      mesh.publish(publish.change());
      observe.accept(new GridObservation.NodesSeen(mesh.nodes()));
    } else if (action instanceof GridAction.LookAtTraffic look) {
      observe.accept(
          new GridObservation.TrafficSeen(look.app(), look.asOf(), mesh.traffic(look.app())));
    } else if (action instanceof GridAction.Answer answer) {
      answers.accept(answer);
    } else if (action instanceof GridAction.Say say) {
      logs.accept(say.line());
    } else if (action instanceof GridAction.Tell event) {
      events.accept(event.event());
    } else if (action instanceof GridAction.Watch watch) {
      prober.watch(watch, !prober.isWatching(watch.dyno()));
    } else if (action instanceof GridAction.Unwatch unwatch) {
      prober.unwatch(unwatch.dyno());
    } else {
      performLater(action);
    }
  }

  private void performLater(GridAction action) {
    if (action instanceof GridAction.Start start) {
      starts.add(start.rank(), () -> start(start));
    } else if (action instanceof GridAction.Stop stop) {
      quietly("stop dyno " + stop.dyno(), () -> runtime.stop(stop.dyno(), stop.grace()));
    } else if (action instanceof GridAction.Forget forget) {
      quietly("forget dyno " + forget.dyno(), () -> runtime.forget(forget.dyno()));
    } else if (action instanceof GridAction.ListHosts) {
      executor.execute(() -> lister.hosts().forEach(tell));
    } else if (action instanceof GridAction.Launch launch) {
      executor.execute(() -> launch(launch.request()));
    } else if (action instanceof GridAction.Terminate terminate) {
      quietly("give back host " + terminate.host(), () -> capacity.terminate(terminate.host()));
    } else if (action instanceof GridAction.ListDynos list && listing.add(list.where())) {
      executor.execute(() -> list(list));
    }
  }

  private void launch(LaunchRequest request) {
    try {
      capacity.launch(request);
    } catch (RuntimeException e) {
      log.warn("{} hosts could not be asked for: {}", request.count(), e.toString());
      tell.accept(new GridObservation.LaunchFailed(request.id(), String.valueOf(e.getMessage())));
    }
  }

  /** One list of a host at a time: one that does not answer must not use up the executor. */
  private void list(GridAction.ListDynos list) {
    try {
      tell.accept(lister.dynos(list.where(), list.asOf()));
    } finally {
      listing.remove(list.where());
    }
  }

  /** Streams are taken hold of before anybody can hear that the dyno has ended. */
  private void start(GridAction.Start start) {
    DynoId dyno = start.spec().id();
    try {
      runtime.start(start.placement(), start.spec());
      if (start.spec().streams() != Streams.logged()) {
        sessions.put(dyno, runtime.attach(dyno));
      }
    } catch (RuntimeException e) {
      log.debug("dyno {} was refused", dyno, e);
      tell.accept(new GridObservation.StartRefused(dyno, String.valueOf(e.getMessage())));
      return;
    }
    tell.accept(new GridObservation.StartAccepted(dyno));
  }

  /** The streams of a one-off dyno that was accepted; once. */
  Optional<DynoSession> takeSession(DynoId dyno) {
    return Optional.ofNullable(sessions.remove(dyno));
  }

  /** Anything that can be done again: what is left over is listed, and dealt with then. */
  private void quietly(String what, Runnable action) {
    executor.execute(
        () -> {
          try {
            action.run();
          } catch (DynogridException e) {
            log.warn("could not {}: {}", what, e.getMessage());
          } catch (RuntimeException e) {
            log.error("could not {}", what, e);
          }
        });
  }
}
