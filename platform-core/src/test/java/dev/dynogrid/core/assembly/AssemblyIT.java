package dev.dynogrid.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dagger.BindsInstance;
import dagger.Component;
import dev.dynogrid.api.Platform;
import dev.dynogrid.core.CoreModule;
import dev.dynogrid.core.EmbeddedStoreModule;
import dev.dynogrid.core.Extras;
import dev.dynogrid.core.LocalBuildModule;
import dev.dynogrid.core.LocalCapacityModule;
import dev.dynogrid.core.NettyMeshModule;
import dev.dynogrid.core.PlatformConfig;
import dev.dynogrid.core.PlatformLimits;
import dev.dynogrid.core.ProcessRuntimeModule;
import dev.dynogrid.core.Surroundings;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import javax.inject.Singleton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Platforms as integrators assemble them, outside of the library's own packages. */
class AssemblyIT {
  @TempDir Path folder;

  @Singleton
  @Component(
      modules = {
        CoreModule.class,
        ProcessRuntimeModule.class,
        LocalBuildModule.class,
        EmbeddedStoreModule.class,
        LocalCapacityModule.class,
        NettyMeshModule.class
      })
  interface AcmePlatform {
    Platform platform();

    @Component.Factory
    interface Factory {
      AcmePlatform create(
          @BindsInstance PlatformConfig config,
          @BindsInstance Extras extras,
          @BindsInstance Surroundings surroundings);
    }
  }

  @Test
  void aComponentOfOnesOwnIsAPlatform() {
    PlatformConfig config =
        new PlatformConfig(
            folder.resolve("data"),
            "localhost",
            "127.0.0.1",
            0,
            0,
            Optional.empty(),
            false,
            PlatformLimits.usual());
    try (Platform platform =
        DaggerAssemblyIT_AcmePlatform.factory()
            .create(config, Extras.NONE, Surroundings.usual())
            .platform()) {
      platform.start();
      assertThat(platform.apps().create("hello").name().value()).isEqualTo("hello");
    }
  }

  @Test
  void twoPlatformsLiveSideBySideInOneJvm() throws Exception {
    try (TestPlatform one = TestPlatform.start(Files.createDirectory(folder.resolve("1")));
        TestPlatform two = TestPlatform.start(Files.createDirectory(folder.resolve("2")))) {
      assertThat(Apps.web(one.repo("hello"), "first").deploy().succeeded()).isTrue();
      assertThat(Apps.web(two.repo("hello"), "second").deploy().succeeded()).isTrue();
      assertThat(one.get("hello", "/").body()).isEqualTo("first");
      assertThat(two.get("hello", "/").body()).isEqualTo("second");
    }
  }

  @Test
  void executorsThatAreHandedInDoTheWorkAndStayTheCallers() throws Exception {
    Set<String> used = ConcurrentHashMap.newKeySet();
    ThreadFactory factory =
        task ->
            new Thread(
                () -> {
                  used.add(Thread.currentThread().getName());
                  task.run();
                },
                "mine");
    ExecutorService workers = Executors.newFixedThreadPool(4, factory);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(factory);
    try (TestPlatform platform =
        TestPlatform.start(folder, builder -> builder.executors(workers, timer))) {
      assertThat(Apps.web(platform.repo("hello"), "first").deploy().succeeded()).isTrue();
    }
    assertThat(used).containsExactly("mine");
    assertThat(workers.isShutdown()).isFalse();
    assertThat(timer.isShutdown()).isFalse();
    workers.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void aClosedPlatformLeavesNoThreadOfItsOwn() throws Exception {
    try (TestPlatform platform = TestPlatform.start(folder)) {
      assertThat(Apps.web(platform.repo("hello"), "first").deploy().succeeded()).isTrue();
    }
    Await.until(
        "no thread of the platform",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("dynogrid-")));
  }
}
