package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.LaunchId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A machine that runs dynos, as its provider sees it.
 *
 * @param id its identity
 * @param launch the launch that it came from; empty for hosts that were given
 * @param name for people, such as an instance id
 * @param state how far it is
 * @param resources what dynos may use of it
 * @param failureDomain what fails together, such as a zone
 * @param attributes what a runtime needs to reach it, such as the address of an engine; no secrets
 * @param leavesAt when its owner takes it away, if that is announced
 * @param since when it came into this state
 */
public record Host(
    HostId id,
    Optional<LaunchId> launch,
    String name,
    HostState state,
    Resources resources,
    String failureDomain,
    Map<String, String> attributes,
    Optional<Instant> leavesAt,
    Instant since) {
  /** Checks and takes copies. */
  public Host {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(launch, "launch");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(resources, "resources");
    Objects.requireNonNull(failureDomain, "failureDomain");
    Objects.requireNonNull(leavesAt, "leavesAt");
    Objects.requireNonNull(since, "since");
    attributes = Map.copyOf(attributes);
  }
}
