package dev.dynogrid.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The facade is on top, the values are at the bottom, the interfaces lie between. */
final class ArchitectureTest {
  private static final JavaClasses API =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.dynogrid.api");

  @Test
  void signaturesHoldTypesOfTheJdkAndOurOwnAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify.annotations", "dev.dynogrid.api..")
        .check(API);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.dynogrid.api.(*)..").should().beFreeOfCycles().check(API);
  }

  @Test
  void valuesKnowNoInterface() {
    noClasses()
        .that()
        .resideInAPackage("dev.dynogrid.api.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.dynogrid.api",
            "dev.dynogrid.api.build..",
            "dev.dynogrid.api.runtime..",
            "dev.dynogrid.api.capacity..",
            "dev.dynogrid.api.routing..",
            "dev.dynogrid.api.service..",
            "dev.dynogrid.api.store..",
            "dev.dynogrid.api.log..")
        .check(API);
  }

  @Test
  void nothingKnowsTheFacade() {
    noClasses()
        .that()
        .resideInAPackage("dev.dynogrid.api.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.dynogrid.api")
        .check(API);
  }

  @Test
  void packagesAreTheOnesOfTheDesign() {
    classes()
        .should()
        .resideInAnyPackage(
            "dev.dynogrid.api",
            "dev.dynogrid.api.model..",
            "dev.dynogrid.api.build..",
            "dev.dynogrid.api.runtime..",
            "dev.dynogrid.api.capacity..",
            "dev.dynogrid.api.routing..",
            "dev.dynogrid.api.service..",
            "dev.dynogrid.api.store..",
            "dev.dynogrid.api.log..")
        .check(API);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(API)
        .isNotEmpty()
        .extracting(JavaClass::getPackage)
        .allSatisfy(ArchitectureTest::isNullMarked);
  }

  private static void isNullMarked(JavaPackage its) {
    assertThat(its.isAnnotatedWith(NullMarked.class))
        .as("@NullMarked in package-info.java of %s", its.getName())
        .isTrue();
  }
}
