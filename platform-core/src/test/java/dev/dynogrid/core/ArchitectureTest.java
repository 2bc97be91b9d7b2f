package dev.dynogrid.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One package a feature, no cycles, and who may know whom. */
final class ArchitectureTest {
  private static final String ROOT = "dev.dynogrid.core";

  private static final List<String> FEATURES =
      List.of(
          "deploy",
          "git",
          "build",
          "grid",
          "runtime",
          "capacity",
          "routing",
          "service",
          "log",
          "store",
          "http");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Each feature with the features that it may import; the API is open to all. */
  static Stream<Arguments> whoKnowsWhom() {
    return Stream.of(
        arguments("git", Set.of("deploy")),
        arguments("deploy", Set.of("build", "grid", "store", "log")),
        arguments("grid", Set.of("store", "log")),
        arguments("runtime", Set.of()),
        arguments("capacity", Set.of()),
        arguments("routing", Set.of()),
        arguments("service", Set.of()),
        arguments("store", Set.of()),
        arguments("log", Set.of()),
        arguments("build", Set.of()),
        arguments("http", Set.of()));
  }

  @ParameterizedTest(name = "{0} knows {1}")
  @MethodSource("whoKnowsWhom")
  void aFeatureKnowsOnlyWhatTheDesignAllows(String feature, Set<String> known) {
    noClasses()
        .that()
        .resideInAPackage(in(feature))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            FEATURES.stream()
                .filter(other -> !other.equals(feature) && !known.contains(other))
                .map(ArchitectureTest::in)
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void everyFeatureHasItsRule() {
    assertThat(whoKnowsWhom().map(rule -> (String) rule.get()[0]))
        .containsExactlyInAnyOrderElementsOf(FEATURES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(CORE);
  }

  @Test
  void nothingKnowsTheRootWhichWires() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void everyPackageIsAFeatureOrTheRoot() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(Stream.of(ROOT), FEATURES.stream().map(ArchitectureTest::in))
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void nobodyEndsTheJvm() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Runtime.class, "addShutdownHook", Thread.class)
        .because("a platform is embedded: signals and the end of the JVM belong to its host")
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CORE).extracting(JavaClass::getPackage).allSatisfy(ArchitectureTest::isNullMarked);
  }

  private static void isNullMarked(JavaPackage its) {
    assertThat(its.isAnnotatedWith(NullMarked.class))
        .as("@NullMarked in package-info.java of %s", its.getName())
        .isTrue();
  }

  private static String in(String feature) {
    return ROOT + "." + feature + "..";
  }
}
