package dev.dynogrid.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dynogrid.core.capacity.SpreadThenPack;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The grid keeps its guarantees whatever happens, and the guarantees would be seen to be broken.
 */
class GridSimulationTest {
  private static final Scenario SMALL = Scenario.of(1, 60, 20).lasting(Duration.ofHours(30));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aDayFullOfFaultsBreaksNoGuarantee(long seed) {
    SimulationReport report = GridSimulation.run(Scenario.of(seed, 80, 30));
    assertThat(report.hostLosses()).isGreaterThan(10);
    assertThat(report.planeCrashes()).isGreaterThan(10);
    assertThat(report.deploys()).isGreaterThan(10);
    assertThat(report.wakes()).isPositive();
  }

  @Test
  void aQuietDayLosesNothing() {
    SimulationReport report = GridSimulation.run(SMALL.with(Faults.NONE));
    assertThat(report.hostLosses()).isZero();
    assertThat(report.longestWake()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void equalSeedsHaveEqualHistories() {
    Scenario scenario = Scenario.of(11, 60, 10).lasting(Duration.ofHours(6));
    assertThat(GridSimulation.run(scenario).digest())
        .isEqualTo(GridSimulation.run(scenario).digest());
    assertThat(GridSimulation.run(Scenario.of(12, 60, 10).lasting(Duration.ofHours(6))).digest())
        .isNotEqualTo(GridSimulation.run(scenario).digest());
  }

  static Stream<Arguments> mutations() {
    return Stream.of(
        arguments("doubles starts", Mutations.doublesStarts(), "nothing is started twice"),
        arguments(
            "drops second dynos", Mutations.dropsSecondDynos(), "what runs is what is wanted"),
        arguments("drops stops", Mutations.dropsStops(), ""),
        arguments("drops drains", Mutations.dropsDrains(), "a dyno that serves is stopped only"),
        arguments("stops before the switch", Mutations.stopsBeforeTheSwitch(), ""),
        arguments("forgets a target", Mutations.forgetsATarget(), "what is healthy gets requests"),
        arguments("routes to nothing", Mutations.routesToNothing(), ""),
        arguments("drops routes", Mutations.dropsRoutes(), ""),
        arguments("repeats versions", Mutations.repeatsVersions(), "versions of routes rise"),
        arguments(
            "starts other releases", Mutations.startsOtherReleases(), "only the newest succeeded"),
        arguments("drops answers", Mutations.dropsAnswers(), "every question is answered in time"),
        arguments("answers twice", Mutations.answersTwice(), "every question has one answer"),
        arguments("asks nobody for health", Mutations.asksNobodyForHealth(), ""),
        arguments(
            "stops what serves",
            Mutations.stopsWhatServes(),
            "a dyno that serves is stopped only"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void aFaultInTheDecisionsIsSeen(String name, Tampering tampering, String invariant) {
    BrokenInvariantException broken =
        catchThrowableOfType(
            BrokenInvariantException.class, () -> GridSimulation.run(SMALL, tampering, done -> {}));
    assertThat(broken).as(name).isNotNull();
    assertThat(broken.invariant()).contains(invariant);
    assertThat(broken).hasMessageContaining("with seed 1");
  }

  @Test
  void aPolicyThatDoesNotSpreadIsSeen() {
    BrokenInvariantException broken =
        catchThrowableOfType(
            BrokenInvariantException.class,
            () -> GridSimulation.run(SMALL.with(Mutations.PACKS_ONLY)));
    assertThat(broken.invariant()).contains("share a host only if there is no other");
  }

  @Test
  void aScenarioTakesAPolicyOfItsOwn() {
    int[] asked = {0};
    SpreadThenPack usual = new SpreadThenPack();
    GridSimulation.run(
        Scenario.of(3, 20, 5)
            .lasting(Duration.ofHours(1))
            .with(
                (dyno, hosts) -> {
                  asked[0]++;
                  return usual.choose(dyno, hosts);
                }));
    assertThat(asked[0]).isPositive();
  }
}
