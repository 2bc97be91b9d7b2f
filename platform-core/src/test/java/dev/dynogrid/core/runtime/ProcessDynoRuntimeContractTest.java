package dev.dynogrid.core.runtime;

import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.tck.DynoRuntimeContract;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

final class ProcessDynoRuntimeContractTest extends DynoRuntimeContract {
  @Override
  protected DynoRuntime newRuntime() {
    return new ProcessDynoRuntime(ProcessOptions.usual(), Clock.systemUTC());
  }

  @Override
  protected Set<Capability> missing() {
    return EnumSet.complementOf(EnumSet.of(Capability.SURVIVES_PLATFORM));
  }
}
