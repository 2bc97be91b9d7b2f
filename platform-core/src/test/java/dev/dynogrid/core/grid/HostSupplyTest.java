package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.capacity.StandbyPolicy;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.capacity.FixedStandby;
import dev.dynogrid.core.capacity.PercentageStandby;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many hosts there are, where they can be launched; four dynos fit on one. */
class HostSupplyTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "4, 1", "5, 2", "8, 2", "9, 3"})
  void soManyHostsHoldSoManyDynos(int dynos, int hosts) {
    assertThat(HostSupply.hostsFor(dynos, new Resources(10, 1), new Resources(40, 100)))
        .isEqualTo(hosts);
    assertThat(HostSupply.hostsFor(dynos, new Resources(1, 10), new Resources(400, 40)))
        .isEqualTo(hosts);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "10, 0, 0, 10", "10, 25, 0, 13", "10, 25, 5, 15", "0, 25, 2, 2"})
  void aPercentageIsRoundedUp(int needed, int percent, int least, int wanted) {
    StandbyPolicy.Sample sample = new StandbyPolicy.Sample(Instant.EPOCH, 0, needed, 0);
    assertThat(new PercentageStandby(percent, least).hostsWanted(Instant.EPOCH, List.of(sample)))
        .isEqualTo(wanted);
    assertThat(new FixedStandby(2).hostsWanted(Instant.EPOCH, List.of(sample)))
        .isEqualTo(needed + 2);
  }

  @Test
  void standbyHostsAreThereBeforeAnyDemand() {
    assertThat(grid(new FixedStandby(2)).hosts).hasSize(2);
  }

  @Test
  void whatFindsNoRoomGetsAHost() {
    TestGrid grid = grid(StandbyPolicy.NONE);
    AppId app = grid.app("hello", Map.of(ProcessType.WEB, 9));
    grid.current.put(app, grid.release(app, Map.of(ProcessType.WEB, "serve")));
    grid.scale(app, Map.of(ProcessType.WEB, 9));
    grid.pass(Duration.ofMinutes(2));
    assertThat(grid.routed(app)).hasSize(9);
    assertThat(grid.hosts).hasSize(3);
  }

  @Test
  void demandDoesNotWaitForAHostThatStandsBy() {
    TestGrid grid = grid(new FixedStandby(1));
    AppId app = grid.deployed("hello", 4);
    assertThat(grid.routed(app)).hasSize(4);
    grid.pass(Duration.ofMinutes(1));
    assertThat(grid.hosts).as("one more stands by").hasSize(2);
  }

  @Test
  void surplusIsGivenBackLateOneAtATimeAndEmptied() {
    TestGrid grid = grid(new FixedStandby(1));
    AppId app = grid.deployed("hello", 8);
    grid.pass(Duration.ofMinutes(2));
    assertThat(grid.hosts).hasSize(3);
    grid.scale(app, Map.of(ProcessType.WEB, 2));
    grid.pass(HostSupply.LATE.minusMinutes(1));
    assertThat(grid.hosts).hasSize(3);
    grid.pass(Duration.ofMinutes(3));
    assertThat(grid.hosts).hasSize(2);
    assertThat(grid.routed(app)).hasSize(2);
    grid.pass(Duration.ofHours(1));
    assertThat(grid.hosts).as("one that is needed, one that stands by").hasSize(2);
  }

  @Test
  void hostsThatCannotBeHadAreAskedForAgainAfterAWhile() {
    TestGrid grid = new TestGrid(0);
    grid.standby = Optional.of(new FixedStandby(1));
    grid.launchesFail = true;
    grid.begin();
    grid.pass(Duration.ofMinutes(10));
    assertThat(grid.performed).filteredOn(GridAction.Launch.class::isInstance).hasSizeBetween(4, 8);
    grid.launchesFail = false;
    grid.pass(Duration.ofMinutes(10));
    assertThat(grid.hosts).hasSize(1);
  }

  @Test
  void hostsOfAnEarlierRunAreNotLaunchedAgain() {
    TestGrid grid = grid(new FixedStandby(2));
    grid.begin();
    grid.pass(Duration.ofHours(1));
    assertThat(grid.hosts).hasSize(2);
  }

  @Test
  void hostsThatWereGivenAreNeverGivenBack() {
    TestGrid grid = new TestGrid(3);
    grid.standby = Optional.of(StandbyPolicy.NONE);
    grid.begin();
    grid.pass(Duration.ofHours(2));
    assertThat(grid.hosts).hasSize(3);
  }

  private static TestGrid grid(StandbyPolicy policy) {
    TestGrid grid = new TestGrid(0);
    grid.standby = Optional.of(policy);
    grid.begin();
    grid.pass(Duration.ofMinutes(1));
    return grid;
  }
}
