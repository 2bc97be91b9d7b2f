package dev.dynogrid.core.build.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PipSettingsTest {
  @Test
  void whereItLooksIsTakenWithAllItsLinesAndNothingElse() {
    assertThat(
            PipSettings.parse(
                """
                # of the operator
                [global]
                timeout = 60
                extra-index-url =
                    https://one.example.com/simple
                    https://two.example.com/simple
                find-links = /opt/wheels
                [list]
                index-url = https://other.example.com/
                """))
        .isEqualTo(
            Map.of(
                "PIP_EXTRA_INDEX_URL",
                "https://one.example.com/simple https://two.example.com/simple",
                "PIP_FIND_LINKS",
                "/opt/wheels"));
  }

  @Test
  void anAddressWithAPasswordStaysWithTheOperator() {
    assertThat(PipSettings.parse("[global]\nindex-url = https://user:secret@example.com/\n"))
        .isEmpty();
  }
}
