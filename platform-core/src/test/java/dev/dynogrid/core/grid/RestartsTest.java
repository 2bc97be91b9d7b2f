package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a dyno that has crashed is started again. */
class RestartsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @ParameterizedTest(name = "crash {0} in a row: {1} s")
  @CsvSource({
    "1,0",
    "2,0",
    "3,0",
    "4,30",
    "5,60",
    "6,120",
    "7,240",
    "8,480",
    "9,960",
    "10,960",
    "1000,960"
  })
  void threeTimesAtOnceThenAfterHalfAMinuteDoublingToSixteen(int crashes, long seconds) {
    assertThat(Duration.between(NOW, inARow(crashes, 0).notBefore()).toSeconds())
        .isEqualTo(seconds);
  }

  @Property
  void jitterTakesAwayAFifthAtMost(
      @ForAll @IntRange(min = 4, max = 30) int crashes,
      @ForAll @DoubleRange(min = 0, max = 1) double random) {
    Duration longest = Duration.between(NOW, inARow(crashes, 0).notBefore());
    Duration delay = Duration.between(NOW, inARow(crashes, random).notBefore());
    assertThat(delay).isBetween(longest.multipliedBy(4).dividedBy(5), longest);
  }

  @ParameterizedTest(name = "up for {0} s: crash {1} in a row")
  @CsvSource({"0,6", "299,6", "300,1", "86400,1"})
  void fiveMinutesUpBeginAnew(long up, int crashes) {
    Restarts restarts = inARow(5, 0).crashed(NOW, Duration.ofSeconds(up), 0);
    assertThat(restarts.crashes()).isEqualTo(crashes);
  }

  private static Restarts inARow(int crashes, double random) {
    Restarts restarts = Restarts.NONE;
    for (int i = 0; i < crashes; i++) {
      restarts = restarts.crashed(NOW, Duration.ZERO, random);
    }
    return restarts;
  }
}
