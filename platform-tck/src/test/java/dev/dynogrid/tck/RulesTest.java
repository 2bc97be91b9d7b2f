package dev.dynogrid.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit and the Javadoc of the interfaces have the same rules, and each rule has its tests. */
final class RulesTest {
  private static final Path API = Path.of("../platform-api/src/main/java/dev/dynogrid/api");

  static Stream<Arguments> contracts() {
    return Stream.of(
        Arguments.of(CapacityProviderContract.class, "capacity/CapacityProvider.java"),
        Arguments.of(DynoRuntimeContract.class, "runtime/DynoRuntime.java"),
        Arguments.of(RoutingMeshContract.class, "routing/RoutingMesh.java"),
        Arguments.of(SlugCompilerContract.class, "build/SlugCompiler.java"),
        Arguments.of(SlugStoreContract.class, "build/SlugStore.java"),
        Arguments.of(StateStoreContract.class, "store/StateStore.java"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("contracts")
  void theKitHasTheRulesOfTheInterface(Class<?> contract, String source) throws IOException {
    assertThat(rules(contract)).containsExactlyElementsOf(documented(API.resolve(source)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("contracts")
  void eachRuleHasATestAndEachTestARule(Class<?> contract, String source) {
    Set<String> tested = new LinkedHashSet<>();
    Arrays.stream(contract.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .map(RuleReport::idOf)
        .forEach(tested::add);

    assertThat(tested).containsExactlyInAnyOrderElementsOf(rules(contract));
  }

  private static List<String> rules(Class<?> contract) {
    return Arrays.stream(contract.getAnnotationsByType(Rule.class)).map(Rule::id).toList();
  }

  private static List<String> documented(Path source) throws IOException {
    Matcher rule = Pattern.compile("<b>([A-Z]{2}-\\d+)</b>").matcher(Files.readString(source));
    return rule.results().map(found -> found.group(1)).toList();
  }
}
