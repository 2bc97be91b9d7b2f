package dev.dynogrid.examples.providers;

import dev.dynogrid.api.capacity.FixedCapacityProvider;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.HostId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The machines of a rack, by name: always there, and never more of them. */
public final class HostsOfARack extends FixedCapacityProvider {
  private final List<String> names;
  private final Resources each;

  /** Machines that are alike. */
  public HostsOfARack(List<String> names, Resources each) {
    this.names = List.copyOf(names);
    this.each = each;
  }

  @Override
  public String name() {
    return "rack";
  }

  @Override
  public List<Host> list() {
    return names.stream().map(this::host).toList();
  }

  private Host host(String name) {
    // Made from the name, the id is the same after every start (CP-8).
    HostId id = new HostId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    return new Host(
        id,
        Optional.empty(),
        name,
        HostState.READY,
        each,
        "rack-1", // all of it fails together
        Map.of("address", name + ".internal"), // for a runtime that reaches it
        Optional.empty(),
        Instant.EPOCH);
  }
}
