package dev.dynogrid.core;

import dagger.Binds;
import dagger.Module;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.core.runtime.ProcessDynoRuntime;

/** Dynos as processes of this machine. */
@Module(includes = LocalParts.class)
public interface ProcessRuntimeModule {
  /** The DynoRuntime. */
  @Binds
  DynoRuntime runtime(ProcessDynoRuntime implementation);
}
