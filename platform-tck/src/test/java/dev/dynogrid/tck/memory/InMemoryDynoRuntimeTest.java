package dev.dynogrid.tck.memory;

import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.tck.DynoRuntimeContract;
import dev.dynogrid.tck.TestApp;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

final class InMemoryDynoRuntimeTest extends DynoRuntimeContract {
  private final InMemoryMachine machine = MemoryTestApp.machine();

  @Override
  protected DynoRuntime newRuntime() {
    return new InMemoryDynoRuntime(machine, Clock.systemUTC());
  }

  @Override
  protected Set<Capability> missing() {
    return EnumSet.complementOf(EnumSet.of(Capability.SURVIVES_PLATFORM));
  }

  @Override
  protected TestApp testApp() {
    return new MemoryTestApp();
  }

  @Override
  protected void loseSight() {
    machine.withReach(false);
  }
}
