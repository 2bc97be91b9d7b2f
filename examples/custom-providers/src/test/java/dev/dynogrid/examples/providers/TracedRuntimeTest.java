package dev.dynogrid.examples.providers;

import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoRuntime.Capability;
import dev.dynogrid.core.runtime.ProcessDynoRuntime;
import dev.dynogrid.core.runtime.ProcessOptions;
import dev.dynogrid.tck.DynoRuntimeContract;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/** What a runtime adds must not break what it wraps. */
final class TracedRuntimeTest extends DynoRuntimeContract {
  private static DynoRuntime processes() {
    return new ProcessDynoRuntime(ProcessOptions.usual(), Clock.systemUTC());
  }

  @Override
  protected DynoRuntime newRuntime() {
    return new TracedRuntime(processes(), URI.create("http://collector.internal:4317"));
  }

  @Override
  protected Set<Capability> missing() {
    Set<Capability> missing = EnumSet.allOf(Capability.class);
    missing.removeAll(processes().capabilities());
    return missing;
  }
}
