package dev.dynogrid.core.capacity;

import dev.dynogrid.api.capacity.CapacityContext;
import dev.dynogrid.api.capacity.FixedCapacityProvider;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** This machine, which is always ready. */
public final class LocalCapacityProvider extends FixedCapacityProvider {
  private static final int MILLIS_PER_CPU = 1000;

  private final Clock clock;
  private volatile @Nullable Host host;

  /** A provider that does nothing until it is opened. */
  public LocalCapacityProvider(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public void open(CapacityContext context) {
    host =
        new Host(
            hostId(context.platform()),
            Optional.empty(),
            "local",
            HostState.READY,
            machine(),
            "local",
            Map.of(),
            Optional.empty(),
            clock.instant());
  }

  /** The same after every restart of the platform (CP-8). */
  private static HostId hostId(UUID platform) {
    return new HostId(
        UUID.nameUUIDFromBytes(("local host of " + platform).getBytes(StandardCharsets.UTF_8)));
  }

  private static Resources machine() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Long.MAX_VALUE;
    return new Resources(memory, Runtime.getRuntime().availableProcessors() * MILLIS_PER_CPU);
  }

  @Override
  public List<Host> list() {
    @Nullable Host known = host;
    if (known == null) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the local capacity provider is not open");
    }
    return List.of(known);
  }

  @Override
  public void close() {
    host = null;
  }
}
