package dev.dynogrid.simulation;

import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dyno as it really is, whatever the grid believes. */
final class SimulatedDyno {
  final DynoSpec spec;
  final SimulatedHost host;
  final SimulatedApp app;
  final Instant startedAt;

  private final Endpoint endpoint;
  private @Nullable DynoStatus status;

  boolean listening;
  boolean healthy;

  /** Whether it fails its health path at present. */
  boolean sick;

  /** Whether it has been told to stop. */
  boolean stopping;

  /** Counts the probes that were asked for: those of an older number are off; 0 for none. */
  int watch;

  /** How it ended. */
  @Nullable DynoExit exit;

  /** How many nodes of the mesh send it requests. */
  int routedBy;

  /** When the last node stopped sending it requests; null if none ever did. */
  @Nullable Instant leftRouteAt;

  /** When the last of its requests was done after that. */
  @Nullable Instant drainedAt;

  SimulatedDyno(DynoSpec spec, SimulatedHost host, SimulatedApp app, Instant now, int port) {
    this.spec = spec;
    this.host = host;
    this.app = app;
    this.startedAt = now;
    this.endpoint = new Endpoint("10.0.0.1", port);
  }

  boolean isAlive() {
    return exit == null && !host.lost;
  }

  boolean isAnswering() {
    return isAlive() && !stopping && (!spec.listens() || (healthy && !sick));
  }

  /** It has changed: what a runtime says of it is another thing. */
  void changed() {
    status = null;
  }

  DynoStatus status() {
    @Nullable DynoStatus known = status;
    if (known == null) {
      known =
          new DynoStatus(
              spec.id(),
              spec.app(),
              spec.release(),
              spec.name(),
              Optional.of(host.id()),
              exit != null ? DynoStatus.Phase.EXITED : DynoStatus.Phase.RUNNING,
              spec.listens() ? Optional.of(endpoint) : Optional.empty(),
              listening,
              Optional.ofNullable(exit),
              startedAt);
      status = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return spec.name() + " " + spec.id() + " on " + host;
  }
}
