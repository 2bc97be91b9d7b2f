package dev.dynogrid.core;

import dagger.Binds;
import dagger.Module;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.core.build.BuildpackSlugCompiler;

/** Slugs compiled by this machine's own tools. */
@Module(includes = LocalParts.class)
public interface LocalBuildModule {
  /** The SlugCompiler. */
  @Binds
  SlugCompiler compiler(BuildpackSlugCompiler implementation);
}
