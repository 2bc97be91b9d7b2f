package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import dev.dynogrid.tck.memory.SlugTar;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The kit is tested with providers that break one rule each: it finds what they break, and nothing
 * else, and says which rule and why. All of them run at once.
 */
final class BrokenProvidersTest {
  /** What waits in vain waits so long. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What is broken by waiting waits a little longer. */
  static final Duration PROMPTNESS = Duration.ofMillis(1500);

  private static final int FEWEST = 25;

  private static final List<Class<?>> BROKEN =
      Stream.of(
              BrokenCapacityProviders.class,
              BrokenDynoRuntimes.class,
              BrokenRoutingMeshes.class,
              BrokenSlugCompilers.class,
              BrokenSlugStores.class,
              BrokenStateStores.class)
          .flatMap(holder -> Arrays.stream(holder.getDeclaredClasses()))
          .filter(type -> type.isAnnotationPresent(Breaks.class))
          .toList();

  /** Failed tests with their messages, by provider. */
  private static final Map<Class<?>, Map<String, String>> FAILED = new ConcurrentHashMap<>();

  /** Tests that ran and did not fail. */
  private static final Map<Class<?>, Integer> PASSED = new ConcurrentHashMap<>();

  static SlugId usualSlug(TestApp app) {
    Map<String, byte[]> files = new HashMap<>();
    app.files().forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return InMemorySlugStore.idOf(SlugTar.of(files));
  }

  /** Takes longer than a call may that accepts something; an interrupt does not shorten it. */
  static void dawdle() {
    long end = System.nanoTime() + PROMPTNESS.plusMillis(100).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  static List<Class<?>> broken() {
    return BROKEN;
  }

  @BeforeAll
  static void runTheKitOnAllOfThem() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(BROKEN.stream().map(type -> selectClass(type)).toList())
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "8")
            .build();
    LauncherFactory.create().execute(request, new Results());
  }

  /** Collects what became of each test. */
  private static final class Results implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(MethodSource.class::cast)
          .ifPresent(method -> finished(method, result));
    }

    private static void finished(MethodSource method, TestExecutionResult result) {
      Class<?> type = method.getJavaClass();
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        String message = result.getThrowable().map(Throwable::getMessage).orElse("");
        FAILED
            .computeIfAbsent(type, key -> new ConcurrentHashMap<>())
            .put(method.getMethodName(), message);
      } else if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
        PASSED.merge(type, 1, Integer::sum);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @org.junit.jupiter.params.provider.MethodSource("broken")
  void itFailsTheTestsOfItsRuleAndNoOthers(Class<?> provider) {
    Map<String, String> failed = new TreeMap<>(FAILED.getOrDefault(provider, Map.of()));
    TreeSet<String> expected = new TreeSet<>(List.of(provider.getAnnotation(Breaks.class).value()));

    assertThat(failed.keySet())
        .as("tests that %s fails: %s", provider.getSimpleName(), failed)
        .isEqualTo(expected);
    assertThat(PASSED.getOrDefault(provider, 0)).as("tests that it passes").isPositive();
    failed.forEach(BrokenProvidersTest::assertThatItSaysWhichRuleAndWhy);
  }

  private static void assertThatItSaysWhichRuleAndWhy(String test, String message) {
    assertThat(message)
        .as("message of %s", test)
        .startsWith(RuleReport.idOf(test) + " is broken: ")
        .contains("\nWhy it matters: ")
        .contains("\nSeen: ");
  }

  @Test
  void thereAreManyOfThemAndSomeForEachInterface() {
    assertThat(BROKEN).hasSizeGreaterThanOrEqualTo(FEWEST);
    assertThat(BROKEN)
        .extracting(Class::getEnclosingClass)
        .extracting(Class::getSimpleName)
        .contains(
            "BrokenCapacityProviders",
            "BrokenDynoRuntimes",
            "BrokenRoutingMeshes",
            "BrokenSlugCompilers",
            "BrokenSlugStores",
            "BrokenStateStores");
  }

  /** Every rule that a test holds has a provider that breaks it, but for those named here. */
  @Test
  void nearlyEveryRuleCatchesAViolator() {
    TreeSet<String> caught = new TreeSet<>();
    BROKEN.forEach(
        type ->
            Arrays.stream(type.getAnnotation(Breaks.class).value())
                .map(RuleReport::idOf)
                .forEach(caught::add));
    List<String> missing = new ArrayList<>();
    for (Class<?> contract :
        List.of(
            CapacityProviderContract.class,
            DynoRuntimeContract.class,
            RoutingMeshContract.class,
            SlugCompilerContract.class,
            SlugStoreContract.class,
            StateStoreContract.class)) {
      Arrays.stream(contract.getAnnotationsByType(Rule.class))
          .map(Rule::id)
          .filter(id -> !caught.contains(id))
          .forEach(missing::add);
    }

    assertThat(missing)
        .as("rules without a violator: races, what needs processes, and numbers")
        .containsExactlyInAnyOrder("CP-9", "DR-15", "DR-16", "DR-18", "DR-19", "RM-9", "SC-9");
  }
}
