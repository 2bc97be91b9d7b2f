package dev.dynogrid.tck.memory;

import dev.dynogrid.api.capacity.CapacityContext;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.LaunchStatus;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are no more than an entry of an {@link InMemoryCloud}, which outlives the provider,
 * and in which tests say how long a boot takes and what goes wrong.
 */
public final class InMemoryCapacityProvider implements CapacityProvider {
  private final InMemoryCloud cloud;
  private volatile @Nullable CapacityContext context;

  /** A provider that does nothing until it is opened. */
  public InMemoryCapacityProvider(InMemoryCloud cloud) {
    this.cloud = Objects.requireNonNull(cloud, "cloud");
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PREEMPTIBLE);
  }

  @Override
  public void open(CapacityContext opened) {
    context = opened;
    cloud.addListener(opened.platform(), opened.listener());
  }

  private CapacityContext opened() {
    @Nullable CapacityContext now = context;
    if (now == null) {
      throw new DynogridException(
          ErrorCode.NOT_RUNNING, "the capacity provider in memory is not open");
    }
    return now;
  }

  @Override
  public void launch(LaunchRequest request) {
    cloud.launch(opened().platform(), request);
  }

  @Override
  public List<LaunchStatus> launches() {
    return cloud.launches(opened().platform());
  }

  @Override
  public List<Host> list() {
    return cloud.hosts(opened().platform());
  }

  @Override
  public void terminate(HostId host) {
    cloud.terminate(opened().platform(), host);
  }

  @Override
  public void close() {
    @Nullable CapacityContext now = context;
    context = null;
    if (now != null) {
      cloud.removeListener(now.platform(), now.listener());
    }
  }
}
