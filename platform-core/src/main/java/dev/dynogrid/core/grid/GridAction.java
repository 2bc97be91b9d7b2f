package dev.dynogrid.core.grid;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a {@link GridCore} wants done. Whoever drives it performs these in order, or at once where
 * they name different dynos, and tells what came of them by a {@link GridObservation}. Every action
 * may be lost or performed twice: the core sees what is, and decides anew.
 */
public sealed interface GridAction {
  /**
   * Start a dyno; answered by {@link GridObservation.StartAccepted} or {@link
   * GridObservation.StartRefused}.
   *
   * @param rank how many dynos of its type its app has already; where not all starts can be made at
   *     once, lower ones go first
   * @param reason for people
   */
  record Start(Placement placement, DynoSpec spec, int rank, String reason) implements GridAction {}

  /**
   * Stop a dyno.
   *
   * @param grace from SIGTERM to SIGKILL
   * @param reason for people
   */
  record Stop(DynoId dyno, Duration grace, String reason) implements GridAction {}

  /** Let the runtime forget a dyno that has ended. */
  record Forget(DynoId dyno) implements GridAction {}

  /**
   * Ask a dyno for its health, again and again: answered by {@link GridObservation.Probed} for the
   * first answer, for each bad one, and for a good one after a bad one. Replaces what was asked
   * before of the same dyno.
   *
   * @param hostName for the {@code Host} header
   * @param pause between two probes
   */
  record Watch(DynoId dyno, Endpoint endpoint, String hostName, HealthCheck check, Duration pause)
      implements GridAction {}

  /** Ask a dyno no more. */
  record Unwatch(DynoId dyno) implements GridAction {}

  /** List the hosts; answered by {@link GridObservation.HostsListed}. */
  record ListHosts() implements GridAction {}

  /** Ask for hosts; one that cannot be is told by {@link GridObservation.LaunchFailed}. */
  record Launch(LaunchRequest request) implements GridAction {}

  /** Give a host back. */
  record Terminate(HostId host) implements GridAction {}

  /**
   * List the dynos of a host; answered by {@link GridObservation.DynosListed} or {@link
   * GridObservation.HostUnreachable}.
   *
   * @param asOf to be handed back with the answer
   */
  record ListDynos(Placement where, Instant asOf) implements GridAction {}

  /** Publish routes; answered by {@link GridObservation.NodesSeen}, now and whenever they move. */
  record Publish(RouteChange change) implements GridAction {}

  /**
   * Look at what goes through for an app; answered by {@link GridObservation.TrafficSeen}.
   *
   * @param asOf to be handed back with the answer
   */
  record LookAtTraffic(AppId app, long asOf) implements GridAction {}

  /** Write a line into an app's log. */
  record Say(LogLine line) implements GridAction {}

  /** Tell those who listen. */
  record Tell(PlatformEvent event) implements GridAction {}

  /**
   * A request has come to its end.
   *
   * @param request its number
   * @param problem why it failed; empty if it did what it was to do
   */
  record Answer(long request, Optional<Problem> problem) implements GridAction {}

  /**
   * Why a request failed.
   *
   * @param message for people
   */
  record Problem(ErrorCode code, String message) {}
}
