package dev.dynogrid.core;

import dagger.Module;

/**
 * A whole platform on this machine: {@link CoreModule} and all the local implementations. For a
 * component of your own that replaces some, list the modules yourself and leave out theirs.
 */
@Module(
    includes = {
      CoreModule.class,
      EmbeddedStoreModule.class,
      LocalBuildModule.class,
      LocalCapacityModule.class,
      NettyMeshModule.class,
      ProcessRuntimeModule.class
    })
public interface LocalPlatformModule {}
