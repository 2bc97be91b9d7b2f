package dev.dynogrid.api.capacity;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import java.util.List;
import java.util.Set;

/**
 * A provider whose hosts are given ({@link CapacityProvider.Capability#FIXED}): who extends it says
 * its {@link #name} and its hosts ({@link #list}).
 */
public abstract class FixedCapacityProvider implements CapacityProvider {
  /** For those who extend it. */
  protected FixedCapacityProvider() {}

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.FIXED);
  }

  /** There is nothing to begin. */
  @Override
  public void open(CapacityContext context) {}

  @Override
  public final void launch(LaunchRequest request) {
    throw fixed("launched");
  }

  @Override
  public final List<LaunchStatus> launches() {
    return List.of();
  }

  @Override
  public final void terminate(HostId host) {
    throw fixed("terminated");
  }

  private DynogridException fixed(String what) {
    return new DynogridException(
        ErrorCode.UNSUPPORTED,
        "no hosts can be "
            + what
            + ": those of "
            + name()
            + " are given ("
            + Capability.FIXED
            + ")");
  }

  /** There is nothing to let go of. */
  @Override
  public void close() {}
}
