package dev.dynogrid.examples.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.core.Dynogrid;
import dev.dynogrid.core.Extras;
import dev.dynogrid.core.PlatformConfig;
import dev.dynogrid.core.PlatformLimits;
import dev.dynogrid.core.Surroundings;
import dev.dynogrid.core.routing.MeshOptions;
import dev.dynogrid.core.routing.NettyRoutingMesh;
import dev.dynogrid.core.runtime.ProcessDynoRuntime;
import dev.dynogrid.core.runtime.ProcessOptions;
import dev.dynogrid.core.store.FileSlugStore;
import dev.dynogrid.tck.RecordedOutput;
import dev.dynogrid.tck.TestSource;
import dev.dynogrid.tck.WholePlatform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whole platforms with the providers of this module. */
final class CustomProvidersIT {
  private static final HostsOfARack RACK =
      new HostsOfARack(List.of("alpha", "beta"), new Resources(1L << 32, 4_000));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Nested
  class ByTheBuilder {
    @RegisterExtension final WholePlatform platforms = WholePlatform.of(this::platform);

    private Platform platform(Path folder) {
      Clock clock = Clock.systemUTC();
      FileSlugStore slugs = new FileSlugStore(folder.resolve("slugs"));
      return Dynogrid.builder()
          .dataDirectory(folder)
          .controlPort(0)
          .slugStore(slugs)
          .slugCompiler(new JarFolderCompiler(slugs))
          .dynoRuntime(
              new TracedRuntime(
                  new ProcessDynoRuntime(ProcessOptions.usual(), clock),
                  URI.create("http://collector.internal:4317")))
          .capacityProvider(RACK)
          .routingMesh(
              new NamedMesh(
                  new NettyRoutingMesh(MeshOptions.at("127.0.0.1", 0), clock),
                  "192.0.2.1",
                  directory.resolve("apps.hosts")))
          .build();
    }

    @Test
    void aJarIsDeployedTracedAndNamed(Platform platform) throws Exception {
      App app = platform.apps().create("hello");
      platform.releases().deploy(app.id(), new HelloJar(directory), new RecordedOutput());

      assertThat(platforms.get("hello", "/").body()).isEqualTo("hello.web");
      assertThat(directory.resolve("apps.hosts")).content().contains("192.0.2.1 hello.localhost");
    }
  }

  @Nested
  class ByDagger {
    @RegisterExtension
    final WholePlatform platforms =
        WholePlatform.of(
            folder ->
                DaggerRackPlatform.factory()
                    .create(config(folder), Extras.NONE, Surroundings.usual(), RACK)
                    .platform());

    private static PlatformConfig config(Path folder) {
      return new PlatformConfig(
          folder, "localhost", "127.0.0.1", 0, 0, Optional.empty(), false, PlatformLimits.usual());
    }

    @Test
    void dynosAreSpreadOverTheRack(Platform platform) throws Exception {
      App app = platform.apps().create("site");
      platform.formation().scale(app.id(), Map.of("web", 2));
      platform
          .releases()
          .deploy(app.id(), new TestSource(Map.of("index.html", "Hello")), new RecordedOutput());

      assertThat(platforms.get("site", "/").body()).isEqualTo("Hello");
      assertThat(hostsOfTwoDynos(platform, app)).doesNotHaveDuplicates();
    }

    private static List<Optional<HostId>> hostsOfTwoDynos(Platform platform, App app) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      List<Dyno> dynos = platform.dynos().list(app.id());
      while (dynos.size() != 2) {
        assertThat(System.nanoTime()).as("time for two dynos, there are %s", dynos).isLessThan(end);
        LockSupport.parkNanos(5_000_000);
        dynos = platform.dynos().list(app.id());
      }
      return dynos.stream().map(Dyno::host).toList();
    }
  }
}
