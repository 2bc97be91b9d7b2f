package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a host that comes and goes is given no new dynos. */
class FlapsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  /** Minutes of the returns, the minute of the look, and whether it is in quarantine then. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, false",
    "0, 0, false",
    "0 1, 1, false",
    "0 1 2, 2, true",
    "0 1 2, 11, true",
    "0 1 2, 12, false",
    "0 5 10, 11, true",
    "0 5 11, 11, false",
    "0 1 2 9, 18, true",
    "0 1 2 9, 19, false",
    "0 30 60 90, 91, false",
  })
  void threeReturnsInTenMinutesAreTooMany(String minutes, int look, boolean quarantined) {
    Flaps flaps = Flaps.NONE;
    for (String minute : minutes.isEmpty() ? new String[0] : minutes.split(" ")) {
      flaps = flaps.returned(START.plus(Duration.ofMinutes(Integer.parseInt(minute))));
    }
    assertThat(flaps.quarantinedUntil(START.plus(Duration.ofMinutes(look))).isPresent())
        .isEqualTo(quarantined);
  }

  @Test
  void aHostThatFlapsIsGivenNothingWhileOthersHaveRoom() {
    TestGrid grid = new TestGrid(2).begin();
    flap(grid);
    AppId app = grid.deployed("hello", 4);
    assertThat(grid.spread(app)).containsOnlyKeys(grid.host("h2").id());
    grid.pass(Flaps.QUARANTINE.plusMinutes(1));
    AppId later = grid.deployed("later", 2);
    assertThat(grid.spread(later)).hasSize(2);
  }

  @Test
  void aHostThatFlapsIsBetterThanNone() {
    TestGrid grid = new TestGrid(2).begin();
    flap(grid);
    grid.loseHosts(grid.host("h2"));
    AppId app = grid.deployed("hello", 1);
    assertThat(grid.routed(app)).hasSize(1);
  }

  private static void flap(TestGrid grid) {
    for (int i = 0; i < Flaps.TOO_MANY; i++) {
      grid.unreachable.add(grid.host("h1").id());
      grid.pass(Duration.ofSeconds(20));
      grid.unreachable.clear();
      grid.pass(Duration.ofSeconds(20));
    }
  }
}
