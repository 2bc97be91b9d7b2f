package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the core decides, in a small world on virtual time. */
class GridCoreTest {
  private static final ProcessType WORKER = new ProcessType("worker");

  private final TestGrid grid = new TestGrid(3).begin();

  @Test
  void aFirstReleaseIsProvenThenRoutedThenAnswered() {
    AppId app = grid.app("hello", Map.of(ProcessType.WEB, 1));
    assertThat(grid.routes.get(app).mode()).isEqualTo(AppRoute.Mode.BLANK);
    Release release = grid.release(app, Map.of(ProcessType.WEB, "serve"));
    long check = grid.check(release);
    assertThat(grid.answers.get(check)).isEmpty();
    assertThat(grid.routed(app)).as("a check gets no requests").isEmpty();
    long accept = grid.accept(release);
    assertThat(grid.answers.get(accept)).isEmpty();
    assertThat(grid.routed(app)).containsExactlyElementsOf(grid.up(app));
    assertThat(grid.runtime).as("what proved it is its first dyno").hasSize(1);
  }

  @Test
  void aReleaseThatDoesNotBootFailsItsCheckAndTouchesNothing() {
    AppId app = grid.deployed("hello", 2);
    Set<DynoId> before = grid.routed(app);
    grid.bootsAreHeld = true;
    long check = grid.check(grid.release(app, Map.of(ProcessType.WEB, "serve")));
    grid.pass(Duration.ofSeconds(59));
    assertThat(grid.answers).doesNotContainKey(check);
    grid.pass(Duration.ofSeconds(2));
    assertThat(grid.answers.get(check).orElseThrow().code()).isEqualTo(ErrorCode.CHECK_FAILED);
    assertThat(grid.answers.get(check).orElseThrow().message()).contains("R10", "60 seconds");
    assertThat(grid.routed(app)).isEqualTo(before);
    assertThat(grid.running(app)).hasSize(2);
  }

  @Test
  void aCheckThatIsDroppedLeavesNothing() {
    AppId app = grid.deployed("hello", 1);
    Release release = grid.release(app, Map.of(ProcessType.WEB, "serve"));
    grid.check(release);
    assertThat(grid.running(app)).hasSize(2);
    grid.request(new GridRequest.Drop(app, release.id()));
    assertThat(grid.running(app)).hasSize(1);
  }

  @Test
  void aReleaseThatIsCurrentBeforeItIsAcceptedKeepsWhatHasProvenIt() {
    AppId app = grid.deployed("hello", 1);
    Release release = grid.release(app, Map.of(ProcessType.WEB, "serve"));
    grid.check(release);
    Set<DynoId> proven = new HashSet<>(grid.runtime.keySet());
    proven.removeAll(grid.routed(app));
    grid.current.put(app, release);
    grid.scale(app, Map.of(ProcessType.WEB, 1));
    grid.accept(release);
    assertThat(grid.routed(app)).isEqualTo(proven);
  }

  @Test
  void aSwitchIsOneStepOnceAllNewDynosAreUp() {
    AppId app = grid.deployed("hello", 3);
    Set<DynoId> old = grid.routed(app);
    Release next = grid.release(app, Map.of(ProcessType.WEB, "serve"));
    grid.check(next);
    grid.bootsAreHeld = true;
    long accept = grid.accept(next);
    assertThat(grid.routed(app)).isEqualTo(old);
    assertThat(grid.answers).doesNotContainKey(accept);
    List<DynoId> booting =
        grid.dynos(app).stream()
            .filter(dyno -> dyno.state() == DynoState.STARTING)
            .map(Dyno::id)
            .toList();
    assertThat(booting).hasSize(2);
    for (DynoId dyno : booting) {
      grid.listens(dyno);
      assertThat(grid.routed(app)).isEqualTo(old);
      grid.probed(dyno, true);
    }
    assertThat(grid.answers.get(accept)).isEmpty();
    assertThat(grid.routed(app)).hasSize(3).doesNotContainAnyElementsOf(old);
    assertThat(grid.running(app)).hasSize(3);
  }

  @Test
  void aDynoThatDrainsIsStoppedWhenItsLastRequestIsDone() {
    AppId app = grid.deployed("hello", 1);
    DynoId old = grid.routed(app).iterator().next();
    grid.inFlight.put(old, 1);
    grid.deploy(app);
    assertThat(grid.routed(app)).doesNotContain(old);
    grid.pass(Duration.ofSeconds(10));
    assertThat(grid.runtime.get(old).exit).isEmpty();
    grid.inFlight.remove(old);
    grid.observe(new GridObservation.Drained(old));
    assertThat(grid.runtime).doesNotContainKey(old);
  }

  @Test
  void aDrainEndsAfterItsTimeAlsoWithRequestsInFlight() {
    AppId app = grid.deployed("hello", 1);
    DynoId old = grid.routed(app).iterator().next();
    grid.inFlight.put(old, 1);
    grid.deploy(app);
    grid.pass(Duration.ofSeconds(31));
    assertThat(grid.runtime).doesNotContainKey(old);
  }

  @Test
  void theMeshsHintThatADynoIsDrainedMayBeLost() {
    AppId app = grid.deployed("hello", 1);
    DynoId old = grid.routed(app).iterator().next();
    grid.inFlight.put(old, 1);
    grid.deploy(app);
    grid.inFlight.remove(old);
    grid.pass(Duration.ofSeconds(2));
    assertThat(grid.runtime).doesNotContainKey(old);
  }

  @Test
  void anyExitIsACrashAndTheFirstThreeAreMadeGoodAtOnce() {
    AppId app = grid.deployed("hello", 1);
    for (int crash = 1; crash <= 3; crash++) {
      grid.exits(grid.up(app).get(0), 0);
      assertThat(grid.up(app)).as("after crash " + crash).hasSize(1);
    }
    grid.exits(grid.up(app).get(0), 1);
    assertThat(grid.up(app)).isEmpty();
    assertThat(grid.routes.get(app).mode()).isEqualTo(AppRoute.Mode.CRASHED);
    grid.pass(Duration.ofSeconds(30));
    assertThat(grid.up(app)).hasSize(1);
    assertThat(grid.lines).contains("web.1: Process crashed: exited with status 1");
  }

  @Test
  void aDynoThatFailsItsHealthPathLeavesTheRouteAndIsRestartedIfItStaysSo() {
    AppId app = grid.deployed("hello", 2);
    DynoId sick = grid.up(app).get(0);
    grid.probed(sick, false);
    grid.probed(sick, false);
    assertThat(grid.routed(app)).contains(sick);
    grid.probed(sick, false);
    assertThat(grid.routed(app)).hasSize(1).doesNotContain(sick);
    grid.probed(sick, true);
    assertThat(grid.routed(app)).as("healthy again").contains(sick);
    for (int i = 0; i < 3; i++) {
      grid.probed(sick, false);
    }
    grid.pass(Duration.ofSeconds(61));
    assertThat(grid.runtime).doesNotContainKey(sick);
    assertThat(grid.routed(app)).hasSize(2);
  }

  @Test
  void aDynoIsReplacedOnceADayWithoutAMomentWithoutOne() {
    AppId app = grid.deployed("hello", 1);
    DynoId first = grid.up(app).get(0);
    grid.pass(Duration.ofHours(24).minusMinutes(1));
    assertThat(grid.up(app)).containsExactly(first);
    grid.bootsAreHeld = true;
    for (int minute = 0; minute < 218 && grid.dynos(app).size() == 1; minute++) {
      grid.pass(Duration.ofMinutes(1));
    }
    assertThat(grid.routed(app)).as("until the new one is up").containsExactly(first);
    DynoId second =
        grid.dynos(app).stream()
            .map(Dyno::id)
            .filter(id -> !id.equals(first))
            .findFirst()
            .orElseThrow();
    grid.listens(second);
    grid.probed(second, true);
    assertThat(grid.routed(app)).containsExactly(second);
    assertThat(grid.runtime.keySet()).containsExactly(second);
  }

  @Test
  void aRestartReplacesAllAndIsAnsweredWhenTheNewOnesAreUp() {
    AppId app = grid.deployed("hello", 2);
    Set<DynoId> old = grid.routed(app);
    long restart = grid.restart(app);
    assertThat(grid.answers.get(restart)).isEmpty();
    assertThat(grid.routed(app)).hasSize(2).doesNotContainAnyElementsOf(old);
  }

  @Test
  void aCoreThatIsToldWhatRunsAdoptsItAndStartsNothingTwice() {
    AppId app = grid.app("hello", Map.of(ProcessType.WEB, 2, WORKER, 1));
    grid.deploy(app);
    Set<DynoId> before = Set.copyOf(grid.runtime.keySet());
    assertThat(before).hasSize(3);
    grid.begin();
    assertThat(grid.runtime.keySet()).isEqualTo(before);
    assertThat(grid.routed(app)).hasSize(2);
  }

  @Test
  void whatNothingWantsIsEndedAtTheNextBeginning() {
    AppId app = grid.deployed("hello", 1);
    grid.check(grid.release(app, Map.of(ProcessType.WEB, "serve")));
    assertThat(grid.runtime).hasSize(2);
    grid.releases.keySet().retainAll(Set.of(grid.current.get(app).id()));
    grid.begin();
    assertThat(grid.runtime.keySet()).isEqualTo(grid.routed(app)).hasSize(1);
  }

  @Test
  void aHostThatDoesNotTellIsWaitedForBeforeAnythingIsStarted() {
    AppId app = grid.deployed("hello", 1);
    DynoId before = grid.up(app).get(0);
    grid.unreachable.add(grid.runtime.get(before).host());
    grid.begin();
    assertThat(grid.runtime.keySet()).containsExactly(before);
    assertThat(grid.routes.get(app).mode()).isEqualTo(AppRoute.Mode.HOLD);
    grid.unreachable.clear();
    grid.pass(Duration.ofSeconds(6));
    assertThat(grid.routed(app)).containsExactly(before);
  }

  @Test
  void aHostThatIsUnreachableForLongIsLostAndWhatItStillRunsIsStoppedWhenItIsBack() {
    AppId app = grid.deployed("hello", 1);
    DynoId before = grid.up(app).get(0);
    grid.unreachable.add(grid.runtime.get(before).host());
    grid.pass(Duration.ofSeconds(16));
    assertThat(grid.routed(app)).containsExactly(before);
    grid.pass(Duration.ofSeconds(45));
    assertThat(grid.routed(app)).hasSize(1).doesNotContain(before);
    grid.unreachable.clear();
    grid.pass(Duration.ofSeconds(45));
    assertThat(grid.runtime.keySet()).isEqualTo(grid.routed(app));
  }

  @Test
  void aHostThatIsGoneHasItsDynosStartedElsewhereOneOfEveryAppFirst() {
    for (String name : List.of("one", "two", "three", "four")) {
      grid.deployed(name, 6);
    }
    grid.performed.clear();
    grid.loseHosts(grid.host("h1"), grid.host("h2"));
    assertThat(grid.apps.keySet()).allSatisfy(app -> assertThat(grid.routed(app)).hasSize(6));
    List<Integer> ranks =
        grid.performed.stream()
            .filter(GridAction.Start.class::isInstance)
            .map(action -> ((GridAction.Start) action).rank())
            .toList();
    assertThat(ranks).hasSize(16);
    assertThat(ranks).isSorted();
  }

  @Test
  void aHostThatIsToldToDrainIsEmptiedWithoutADynoLess() {
    AppId app = grid.deployed("hello", 3);
    grid.put(grid.host("h2"), HostState.DRAINING);
    assertThat(grid.routed(app)).hasSize(3);
    assertThat(grid.spread(app)).hasSize(2).doesNotContainKey(grid.host("h2").id());
  }

  @Test
  void dynosOfATypeShareAHostOnlyIfThereIsNoOther() {
    AppId app = grid.deployed("hello", 3);
    assertThat(grid.spread(app)).hasSize(3);
    grid.deploy(app);
    assertThat(grid.spread(app)).as("after a switch").hasSize(3);
    grid.scale(app, Map.of(ProcessType.WEB, 6));
    assertThat(grid.spread(app).values()).containsOnly(2L);
  }

  @Test
  void aDynoWithoutARoomWaitsAndStartsWhenThereIsOne() {
    TestGrid empty = new TestGrid(1).begin();
    AppId app = empty.deployed("hello", 1);
    empty.loseHosts(empty.host("h1"));
    assertThat(empty.runtime).isEmpty();
    assertThat(empty.lines).contains("web.1: Waits: no host has room for it");
    empty.addHost("h2", "zone");
    empty.tellHosts();
    assertThat(empty.routed(app)).hasSize(1);
  }

  @Test
  void stoppingAllIsAnsweredWhenNothingIsLeft() {
    grid.deployed("hello", 3);
    long stopped = grid.stopAll();
    assertThat(grid.answers.get(stopped)).isEmpty();
    assertThat(grid.runtime).isEmpty();
  }

  @Test
  void nodesThatOutliveThePlatformServeByOldRoutesUntilTheyAcknowledge() {
    AppId app = grid.deployed("hello", 1);
    DynoId old = grid.up(app).get(0);
    Release next = grid.release(app, Map.of(ProcessType.WEB, "serve"));
    grid.check(next);
    grid.current.put(app, next);
    grid.acknowledgementsAreHeld = true;
    grid.begin();
    grid.pass(Duration.ofSeconds(2));
    assertThat(grid.runtime.get(old).exit).as("it still gets requests").isEmpty();
    grid.acknowledge();
    grid.pass(Duration.ofSeconds(2));
    assertThat(grid.runtime).doesNotContainKey(old);
  }

  @Test
  void aStopThatWasLostIsRepeated() {
    AppId app = grid.deployed("hello", 2);
    grid.stopsAreLost = true;
    grid.scale(app, Map.of(ProcessType.WEB, 1));
    assertThat(grid.running(app)).hasSize(2);
    grid.stopsAreLost = false;
    grid.pass(Duration.ofMinutes(2));
    assertThat(grid.running(app)).hasSize(1);
  }

  @Test
  void aStopNeverOvertakesItsStart() {
    AppId app = grid.deployed("hello", 1);
    grid.startsAreUnanswered = true;
    grid.scale(app, Map.of(ProcessType.WEB, 2));
    GridAction.Start second = (GridAction.Start) last(GridAction.Start.class);
    grid.scale(app, Map.of(ProcessType.WEB, 1));
    grid.pass(Duration.ofSeconds(5));
    assertThat(grid.performed).doesNotHaveAnyElementsOfTypes(GridAction.Stop.class);
    grid.observe(new GridObservation.StartAccepted(second.spec().id()));
    assertThat(((GridAction.Stop) last(GridAction.Stop.class)).dyno())
        .isEqualTo(second.spec().id());
  }

  private GridAction last(Class<? extends GridAction> kind) {
    return grid.performed.stream().filter(kind::isInstance).reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void aScalingIsAnsweredWhenTheMeshServesByIt() {
    AppId app = grid.deployed("hello", 1);
    grid.scale(app, Map.of(ProcessType.WEB, 0));
    grid.bootsAreHeld = true;
    grid.acknowledgementsAreHeld = true;
    grid.scale(app, Map.of(ProcessType.WEB, 1));
    long answer = grid.inEffect(app);
    assertThat(grid.routes.get(app).mode()).isEqualTo(AppRoute.Mode.HOLD);
    assertThat(grid.answers).doesNotContainKey(answer);
    grid.acknowledge();
    assertThat(grid.answers).containsKey(answer);
  }

  @Test
  void anAppThatIsDestroyedLosesItsRouteThenItsDynos() {
    AppId app = grid.deployed("hello", 2);
    grid.apps.remove(app);
    grid.request(new GridRequest.Gone(app));
    assertThat(grid.routes).doesNotContainKey(app);
    assertThat(grid.runtime).isEmpty();
    assertThat(grid.dynos(app)).isEmpty();
  }

  @Test
  void aStepOverAnUnchangedGridWantsNothing() {
    for (int i = 0; i < 100; i++) {
      grid.deployed("app-" + i, 2);
    }
    assertThat(grid.core.step(grid.now)).isEmpty();
  }

  @Test
  void equalWorldsGiveEqualActions() {
    assertThat(run()).isEqualTo(run());
  }

  private static List<String> run() {
    TestGrid grid = new TestGrid(5, TestGrid.OPTIONS, 42).begin();
    AppId app = grid.deployed("hello", 4);
    AppId other = grid.deployed("other", 2);
    grid.deploy(app);
    grid.loseHosts(grid.host("h3"));
    grid.restart(other);
    for (int i = 0; i < 5; i++) {
      grid.exits(grid.up(other).get(0), 1);
    }
    grid.pass(Duration.ofHours(30));
    return grid.performed.stream().map(Object::toString).toList();
  }
}
