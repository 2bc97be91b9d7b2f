package dev.dynogrid.core;

import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.build.CommandRunner;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.core.build.BuildpackSlugCompiler;
import dev.dynogrid.core.build.Buildpacks;
import dev.dynogrid.core.build.classic.BuildpackReference;
import dev.dynogrid.core.build.classic.ClassicBuildpacks;
import dev.dynogrid.core.capacity.LocalCapacityProvider;
import dev.dynogrid.core.capacity.SpreadThenPack;
import dev.dynogrid.core.routing.MeshOptions;
import dev.dynogrid.core.routing.NettyRoutingMesh;
import dev.dynogrid.core.runtime.ProcessCommandRunner;
import dev.dynogrid.core.runtime.ProcessDynoRuntime;
import dev.dynogrid.core.runtime.ProcessOptions;
import dev.dynogrid.core.store.AesGcmCipher;
import dev.dynogrid.core.store.ConfigCipher;
import dev.dynogrid.core.store.FileSlugStore;
import dev.dynogrid.core.store.SqliteStateStore;
import java.security.SecureRandom;
import java.time.Clock;
import javax.inject.Singleton;

/** The local implementations by their own names, bound to no interface. */
@Module
interface LocalParts {
  @Provides
  @Singleton
  static SqliteStateStore stateStore(DataDirectory data, Clock clock) {
    return new SqliteStateStore(data.store(), clock);
  }

  @Provides
  @Singleton
  static FileSlugStore slugStore(DataDirectory data) {
    return new FileSlugStore(data.slugs());
  }

  @Provides
  @Singleton
  static ConfigCipher cipher(DataDirectory data, SecureRandom random) {
    return new AesGcmCipher(data.configKey(), random);
  }

  @Provides
  @Singleton
  static ProcessDynoRuntime runtime(Clock clock) {
    return new ProcessDynoRuntime(ProcessOptions.usual(), clock);
  }

  @Provides
  @Singleton
  static LocalCapacityProvider capacity(Clock clock) {
    return new LocalCapacityProvider(clock);
  }

  @Provides
  @Singleton
  static SpreadThenPack placement() {
    return new SpreadThenPack();
  }

  @Provides
  @Singleton
  static NettyRoutingMesh mesh(PlatformConfig config, Extras extras, Metrics metrics, Clock clock) {
    MeshOptions usual = MeshOptions.at(config.listenAddress(), config.port());
    return new NettyRoutingMesh(extras.mesh().apply(usual), clock, metrics.registry());
  }

  @Provides
  @Singleton
  static CommandRunner commands(DataDirectory data) {
    return new ProcessCommandRunner(data.runtime());
  }

  @Provides
  @Singleton
  static BuildpackSlugCompiler compiler(
      Extras extras, DataDirectory data, CommandRunner commands, SlugStore slugs, Clock clock) {
    return new BuildpackSlugCompiler(
        Buildpacks.after(extras.buildpacks()),
        extras.classicBuildpacks().stream().map(BuildpackReference::parse).toList(),
        new ClassicBuildpacks(data.buildpacks(), data.root(), clock),
        commands,
        slugs,
        clock);
  }
}
