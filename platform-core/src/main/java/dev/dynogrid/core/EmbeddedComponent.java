package dev.dynogrid.core;

import dagger.BindsInstance;
import dagger.Component;
import dev.dynogrid.api.Platform;
import javax.inject.Singleton;

/** What the builder assembles: the core, and for each provider the given one or the default. */
@Singleton
@Component(modules = {CoreModule.class, OverridesModule.class})
interface EmbeddedComponent {
  Platform platform();

  /** Takes what the builder was told. */
  @Component.Factory
  interface Factory {
    EmbeddedComponent create(
        @BindsInstance PlatformConfig config,
        @BindsInstance Extras extras,
        @BindsInstance Surroundings surroundings,
        @BindsInstance Overrides overrides);
  }
}
