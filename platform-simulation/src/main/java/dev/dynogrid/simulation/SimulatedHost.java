package dev.dynogrid.simulation;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.HostId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A machine. */
final class SimulatedHost {
  static final Resources SIZE = new Resources(16L << 30, 8_000);

  final Map<DynoId, SimulatedDyno> dynos = new LinkedHashMap<>();
  Host host;

  /** The machine is gone, whether its provider knows or not. */
  boolean lost;

  /** It runs, and cannot be reached. */
  boolean cutOff;

  /** When it was last cut off, or came back. */
  Instant troubleAt = Instant.MIN;

  SimulatedHost(HostId id, String name, String zone, Instant now) {
    this.host =
        new Host(
            id,
            Optional.empty(),
            name,
            HostState.READY,
            SIZE,
            zone,
            Map.of(),
            Optional.empty(),
            now);
  }

  HostId id() {
    return host.id();
  }

  boolean isReachable() {
    return !lost && !cutOff;
  }

  boolean takesDynos() {
    return isReachable() && host.state() == HostState.READY;
  }

  void become(HostState state, Instant now) {
    host =
        new Host(
            host.id(),
            host.launch(),
            host.name(),
            state,
            host.resources(),
            host.failureDomain(),
            host.attributes(),
            host.leavesAt(),
            now);
  }

  @Override
  public String toString() {
    return host.name();
  }
}
