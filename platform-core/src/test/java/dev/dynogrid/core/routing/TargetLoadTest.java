package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetLoadTest {
  private final TargetLoad load = new TargetLoad();

  @Test
  void nobodyEntersABusyOrRetiredDyno() {
    assertThat(load.tryEnter(2)).isTrue();
    assertThat(load.tryEnter(2)).isTrue();
    assertThat(load.tryEnter(2)).isFalse();
    load.leave();
    load.retire();
    assertThat(load.tryEnter(2)).isFalse();
    assertThat(load.inFlight()).isEqualTo(1);
    load.revive();
    assertThat(load.tryEnter(2)).isTrue();
  }

  @Test
  void theLastOneOfARetiredDynoIsToldSo() {
    load.tryEnter(5);
    load.tryEnter(5);
    assertThat(load.leave()).isFalse();
    load.retire();
    assertThat(load.leave()).isTrue();
    assertThat(load.inFlight()).isZero();
  }

  @Test
  void upgradedConnectionsCountAsInFlightButNotAgainstTheLimit() {
    load.tryEnter(1);
    assertThat(load.tryUpgrade(1)).isTrue();
    assertThat(load.active()).isZero();
    assertThat(load.inFlight()).isEqualTo(1);
    assertThat(load.tryEnter(1)).isTrue();
    assertThat(load.tryUpgrade(1)).isFalse();
    load.retire();
    assertThat(load.leave()).isFalse();
    assertThat(load.inFlight()).isEqualTo(1);
    assertThat(load.leaveUpgraded()).isTrue();
  }
}
