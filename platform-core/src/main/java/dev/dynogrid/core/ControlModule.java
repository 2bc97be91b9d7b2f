package dev.dynogrid.core;

import dagger.Lazy;
import dagger.Module;
import dagger.Provides;
import dev.dynogrid.api.Platform;
import dev.dynogrid.core.deploy.DeployPipeline;
import dev.dynogrid.core.git.GitHandler;
import dev.dynogrid.core.git.GitOptions;
import dev.dynogrid.core.git.Repositories;
import dev.dynogrid.core.store.Ledger;
import java.security.SecureRandom;
import java.util.List;
import javax.inject.Singleton;

/** The control port, and git on it. */
@Module
interface ControlModule {
  @Provides
  @Singleton
  static Repositories repositories(DataDirectory data, Ledger ledger) {
    return new Repositories(data.repositories(), app -> ledger.releases(app).stream());
  }

  @Provides
  @Singleton
  static GitHandler git(
      PlatformConfig config,
      Repositories repositories,
      DeployPipeline deploys,
      Lazy<Platform> platform,
      Threads threads) {
    return new GitHandler(
        repositories,
        deploys,
        platform::get,
        new GitOptions(
            config.createOnPush(), GitOptions.USUAL_PACK_BYTES, GitOptions.USUAL_OBJECT_BYTES),
        threads.timer);
  }

  @Provides
  @Singleton
  static ControlPort controlPort(
      PlatformConfig config,
      DataDirectory data,
      SecureRandom random,
      GitHandler git,
      Metrics metrics,
      Repositories repositories) {
    return new GitControlPort(
        config,
        () -> ApiKey.resolve(data.apiKey(), config.apiKey(), random),
        List.of(new GitControlHandler(git), new MetricsHandler(metrics)),
        repositories);
  }
}
