package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.routing.AppRoute;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Apps that idle, and requests that wake them. */
class IdleTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final TestGrid grid = new TestGrid(3).begin();
  private final AppId app = grid.deployed("hello", 2);

  @Test
  void anAppIdlesOnlyIfAskedFor() {
    grid.pass(Duration.ofHours(2));
    assertThat(grid.running(app)).hasSize(2);
  }

  @Test
  void afterAQuietTimeItsWebDynosStopAndRequestsAreHeld() {
    grid.idle(app, HALF_AN_HOUR);
    grid.pass(HALF_AN_HOUR.minusSeconds(10));
    assertThat(grid.running(app)).hasSize(2);
    grid.pass(Duration.ofSeconds(20));
    assertThat(grid.running(app)).isEmpty();
    assertThat(grid.routes.get(app).mode()).isEqualTo(AppRoute.Mode.HOLD);
    assertThat(grid.events).hasAtLeastOneElementOfType(PlatformEvent.AppIdled.class);
  }

  @Test
  void requestsKeepItAwake() {
    grid.idle(app, HALF_AN_HOUR);
    for (int i = 0; i < 10; i++) {
      grid.pass(Duration.ofMinutes(20));
      grid.ask(app);
    }
    assertThat(grid.running(app)).hasSize(2);
    assertThat(grid.events).doesNotHaveAnyElementsOfTypes(PlatformEvent.AppIdled.class);
  }

  @Test
  void aRequestThatTakesLongKeepsItAwake() {
    grid.idle(app, HALF_AN_HOUR);
    grid.inFlight.put(grid.up(app).get(0), 1);
    grid.pass(Duration.ofHours(2));
    assertThat(grid.running(app)).hasSize(2);
  }

  @Test
  void otherProcessTypesRunOn() {
    ProcessType worker = new ProcessType("worker");
    grid.scale(app, Map.of(ProcessType.WEB, 1, worker, 1));
    grid.idle(app, HALF_AN_HOUR);
    grid.pass(HALF_AN_HOUR.plusMinutes(1));
    assertThat(grid.running(app))
        .singleElement()
        .satisfies(dyno -> assertThat(dyno.spec.name().type()).isEqualTo(worker));
  }

  @Test
  void oneWakeServesAllRequestsThatWait() {
    idle();
    grid.performed.clear();
    grid.bootsAreHeld = true;
    for (int i = 0; i < 50; i++) {
      grid.ask(app);
    }
    assertThat(grid.performed).filteredOn(GridAction.Start.class::isInstance).hasSize(2);
    assertThat(grid.routes.get(app).mode()).isEqualTo(AppRoute.Mode.HOLD);
    DynoId first = grid.runtime.keySet().iterator().next();
    grid.listens(first);
    grid.probed(first, true);
    assertThat(grid.routed(app)).containsExactly(first);
  }

  @Test
  void theTimeOfAWakeIsToldWithItsParts() {
    idle();
    grid.bootsAreHeld = true;
    grid.ask(app);
    DynoId first = grid.runtime.keySet().iterator().next();
    grid.now = grid.now.plusMillis(300);
    grid.listens(first);
    grid.now = grid.now.plusMillis(7);
    grid.probed(first, true);
    assertThat(grid.events.get(grid.events.size() - 1))
        .isEqualTo(
            new PlatformEvent.AppWoken(
                app,
                grid.now,
                Duration.ZERO,
                Duration.ofMillis(300),
                Duration.ofMillis(7),
                Duration.ZERO));
    assertThat(grid.lines)
        .contains(
            "web: Woken by a request in 307 ms (start 0 ms · boot 300 ms · health 7 ms · route 0 ms)");
  }

  @Test
  void aDeployWakesIt() {
    idle();
    grid.deploy(app);
    assertThat(grid.routed(app)).hasSize(2);
  }

  @Test
  void scalingDoesNotWakeItAndTheWakeKnowsTheNewNumber() {
    idle();
    grid.scale(app, Map.of(ProcessType.WEB, 3));
    assertThat(grid.running(app)).isEmpty();
    grid.ask(app);
    assertThat(grid.routed(app)).hasSize(3);
  }

  @Test
  void anAppThatIsToIdleNoMoreIsAwake() {
    idle();
    grid.idleAfter.remove(app);
    grid.scale(app, Map.of(ProcessType.WEB, 2));
    assertThat(grid.routed(app)).hasSize(2);
  }

  @Test
  void anIdleAppIdlesOnOverARestartOfThePlatform() {
    idle();
    grid.begin();
    assertThat(grid.running(app)).isEmpty();
    grid.ask(app);
    assertThat(grid.routed(app)).hasSize(2);
  }

  @Test
  void anAppThatIsAwakeIsAdoptedAwake() {
    grid.idle(app, HALF_AN_HOUR);
    Set<DynoId> before = Set.copyOf(grid.up(app));
    grid.begin();
    assertThat(grid.routed(app)).isEqualTo(before);
  }

  private void idle() {
    grid.idle(app, HALF_AN_HOUR);
    grid.pass(HALF_AN_HOUR.plusMinutes(1));
    assertThat(grid.running(app)).isEmpty();
  }
}
