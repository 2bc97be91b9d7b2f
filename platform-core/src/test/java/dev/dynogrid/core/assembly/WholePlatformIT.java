package dev.dynogrid.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.model.App;
import dev.dynogrid.core.Dynogrid;
import dev.dynogrid.tck.RecordedOutput;
import dev.dynogrid.tck.TestSource;
import dev.dynogrid.tck.WholePlatform;
import dev.dynogrid.tck.memory.InMemoryCapacityProvider;
import dev.dynogrid.tck.memory.InMemoryCloud;
import dev.dynogrid.tck.memory.InMemoryDynoRuntime;
import dev.dynogrid.tck.memory.InMemoryMachine;
import dev.dynogrid.tck.memory.InMemoryProgram;
import dev.dynogrid.tck.memory.InMemoryRoutingMesh;
import dev.dynogrid.tck.memory.InMemorySlugCompiler;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import dev.dynogrid.tck.memory.InMemoryStateStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A whole platform in a test, as an integrator has it: with the local providers and in memory. */
final class WholePlatformIT {
  /**
   * Ten times what it takes here, since machines are slow and noisy: benchmarks have the number.
   */
  private static final Duration GENEROUS = Duration.ofSeconds(10);

  private static final TestSource HELLO =
      new TestSource(Map.of("Procfile", "web: hello\nworker: idle\n"));

  private static Platform embedded(Path folder) {
    return Dynogrid.builder().dataDirectory(folder).port(0).controlPort(0).build();
  }

  private static InMemoryMachine machine() {
    return new InMemoryMachine()
        .withProgram("hello", InMemoryProgram.saying("Hello").after(Duration.ofMillis(20)))
        .withProgram("broken", InMemoryProgram.exits(3))
        .withProgram("idle", InMemoryProgram.idle());
  }

  private static Platform inMemory(Path folder) {
    Clock clock = Clock.systemUTC();
    InMemorySlugStore slugs = new InMemorySlugStore();
    return Dynogrid.builder()
        .dataDirectory(folder)
        .controlPort(0)
        .slugStore(slugs)
        .slugCompiler(new InMemorySlugCompiler(slugs))
        .stateStore(new InMemoryStateStore(clock))
        .dynoRuntime(new InMemoryDynoRuntime(machine(), clock))
        .routingMesh(new InMemoryRoutingMesh(clock))
        .build();
  }

  private static void deploy(Platform platform, String name, TestSource source) {
    App app = platform.apps().find(name).orElseGet(() -> platform.apps().create(name));
    platform.releases().deploy(app.id(), source, new RecordedOutput());
  }

  @Test
  void aPlatformStartsQuickly() throws Exception {
    Path folder = Files.createTempDirectory("dynogrid");
    long begin = System.nanoTime();
    try (Platform platform = embedded(folder)) {
      platform.start();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.println("embedded platform started in " + took.toMillis() + " ms");
      assertThat(took).isLessThan(GENEROUS);
    }
  }

  @Nested
  class OnePlatformForAllTests {
    @RegisterExtension
    static final WholePlatform PLATFORMS = WholePlatform.of(WholePlatformIT::inMemory);

    private static final List<Platform> SEEN = new ArrayList<>();

    @RepeatedTest(2)
    void isTheSameInEachTest(Platform platform) throws Exception {
      deploy(platform, "hello", HELLO);

      assertThat(PLATFORMS.get("hello", "/")).isEqualTo(new WholePlatform.Answer(200, "Hello", ""));
      SEEN.add(platform);
      assertThat(SEEN).containsOnly(PLATFORMS.platform());
    }
  }

  @Nested
  class OnePlatformForEachTest {
    private static final List<Path> SEEN = new ArrayList<>();

    @RegisterExtension final WholePlatform platforms = WholePlatform.of(WholePlatformIT::inMemory);

    @RepeatedTest(2)
    void isAnotherInEachTest(Platform platform) throws Exception {
      assertThat(platform.apps().list()).isEmpty();
      deploy(platform, "hello", HELLO);

      assertThat(platforms.get("hello", "/").body()).isEqualTo("Hello");
      assertThat(SEEN).doesNotContain(platforms.folder()).allMatch(Files::notExists);
      SEEN.add(platforms.folder());
    }
  }

  @Nested
  class WithTheLocalProviders {
    @RegisterExtension
    static final WholePlatform PLATFORMS = WholePlatform.of(WholePlatformIT::embedded);

    @Test
    void anAppOfFilesAnswers(Platform platform) throws Exception {
      deploy(platform, "site", new TestSource(Map.of("index.html", "<p>Hello</p>")));

      assertThat(PLATFORMS.get("site", "/").body()).contains("Hello");
      assertThat(PLATFORMS.get("nobody", "/").status()).isEqualTo(404);
    }
  }

  @Nested
  class WithHostsFromACloud {
    private final InMemoryCloud cloud = new InMemoryCloud(Clock.systemUTC());

    @RegisterExtension
    final WholePlatform platforms =
        WholePlatform.of(
            folder -> {
              InMemorySlugStore slugs = new InMemorySlugStore();
              Clock clock = Clock.systemUTC();
              return Dynogrid.builder()
                  .dataDirectory(folder)
                  .controlPort(0)
                  .slugStore(slugs)
                  .slugCompiler(new InMemorySlugCompiler(slugs))
                  .dynoRuntime(new InMemoryDynoRuntime(machine(), clock))
                  .routingMesh(new InMemoryRoutingMesh(clock))
                  .capacityProvider(new InMemoryCapacityProvider(cloud))
                  .build();
            });

    @Test
    void aPlatformStartsWithoutAnyHost(Platform platform) {
      assertThat(platform.apps().create("hello").name().value()).isEqualTo("hello");
    }
  }

  /** Run by another launcher: it fails. */
  static class AFailingTest {
    static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

    @RegisterExtension
    final WholePlatform platforms =
        WholePlatform.printingTo(
            new PrintStream(PRINTED, true, StandardCharsets.UTF_8), WholePlatformIT::inMemory);

    @Test
    void fails(Platform platform) throws Exception {
      deploy(platform, "hello", HELLO);
      platforms.get("hello", "/asked-for");
      throw new AssertionError("as it should");
    }
  }

  @Test
  void theLogsOfAFailedTestArePrinted() {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(AFailingTest.class))
                .build());

    assertThat(AFailingTest.PRINTED.toString(StandardCharsets.UTF_8))
        .contains("---- log of hello, after fails")
        .contains("path=\"/asked-for\"");
  }
}
