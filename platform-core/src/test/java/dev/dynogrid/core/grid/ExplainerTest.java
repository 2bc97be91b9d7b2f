package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.Explanation;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.ProcessType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why things are as they are, in words and as events. */
class ExplainerTest {
  private final TestGrid grid = new TestGrid(3).begin();
  private final AppId app = grid.deployed("hello", 2);

  @Test
  void anAppThatIsServedSaysByWhatAndWhere() {
    assertThat(why().words())
        .contains("hello is served by web.1, web.2.", "web=2 of v1 is wanted, 2 are up.")
        .anyMatch(text -> text.startsWith("web.2 of v1 is up on host h"))
        .anyMatch(
            text ->
                text.startsWith(
                    "web.2 was started: web=2 is wanted; chosen from 3 hosts; it ran 0 other web dynos of the app"));
  }

  @Test
  void aDynoThatCrashedSaysWhyAndWhenItIsStartedAgain() {
    DynoId last = grid.up(app).get(0);
    for (int crash = 1; crash <= 4; crash++) {
      last = grid.up(app).get(0);
      grid.exits(last, 3);
    }
    assertThat(why().words())
        .anyMatch(
            text ->
                text.startsWith(
                    "web.1 waits: it crashed 4 times in a row, and is started again at 2026-11-23T10:00:"));
    assertThat(grid.core.why(last, grid.now).orElseThrow().words())
        .singleElement()
        .asString()
        .contains("web.1 of v1 ended at 2026-11-23T10:00:", "exited with status 3");
    assertThat(why().events()).hasAtLeastOneElementOfType(PlatformEvent.DynoWaits.class);
  }

  @Test
  void aDynoThatIsSickSaysWhatItAnsweredAndWhatComesNext() {
    DynoId sick = grid.up(app).get(0);
    for (int probe = 0; probe < 3; probe++) {
      grid.probed(sick, false);
    }
    Explanation why = grid.core.why(sick, grid.now).orElseThrow();
    assertThat(why.toString())
        .contains("fails its health path since", "GET / answered 500", "is restarted at");
    assertThat(why.events().get(why.events().size() - 1))
        .isInstanceOf(PlatformEvent.DynoHealthChanged.class);
  }

  @Test
  void aDynoWithoutRoomSaysThatItWaitsForAHostAndSaysItOnce() {
    grid.loseHosts(grid.host("h1"), grid.host("h2"), grid.host("h3"));
    grid.pass(Duration.ofMinutes(10));
    assertThat(why().words()).contains("web.1 waits: no host has room for it.");
    assertThat(grid.lines).filteredOn(line -> line.contains("no host has room")).hasSize(1);
  }

  @Test
  void anAppThatWantsNothingSaysSo() {
    grid.scale(app, Map.of(ProcessType.WEB, 0));
    assertThat(why().words()).first().asString().contains("web=0", "H14");
  }

  @Test
  void whatIsUnknownIsNotExplained() {
    assertThat(grid.core.why(new AppId(new java.util.UUID(0, 1)), grid.now)).isEmpty();
    assertThat(grid.core.why(new DynoId(new java.util.UUID(0, 1)), grid.now)).isEmpty();
  }

  private Explanation why() {
    return grid.core.why(app, grid.now).orElseThrow();
  }
}
