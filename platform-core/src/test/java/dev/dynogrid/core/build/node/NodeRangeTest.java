package dev.dynogrid.core.build.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "20.x; v20.11.1; true",
        "20; v20.11.1; true",
        "18.x; v20.11.1; false",
        ">=18; v20.11.1; true",
        ">= 18.0.0; v20.11.1; true",
        ">=18 <20; v20.11.1; false",
        ">=18 <=20; v20.11.1; true",
        ">20; v20.11.1; false",
        ">20.1; v20.11.1; true",
        "^20.5.0; v20.11.1; true",
        "^20.12.0; v20.11.1; false",
        "^0.12.1; v0.13.0; false",
        "~20.11; v20.11.1; true",
        "~20.10.0; v20.11.1; false",
        "~20; v20.11.1; true",
        "18 || 20; v20.11.1; true",
        "18 || 19; v20.11.1; false",
        "18 - 20; v20.11.1; true",
        "18 - 20.10; v20.11.1; false",
        "*; v20.11.1; true",
        "x; v20.11.1; true",
        "v20.11.1; v20.11.1; true",
        "20.11.0; v20.11.1; false",
        "<21.0.0-0; v20.11.1; true",
      })
  void aVersionIsOneOfTheRangeOrNot(String range, String version, boolean contained) {
    assertThat(NodeRange.parse(range).orElseThrow().contains(version)).isEqualTo(contained);
  }

  @Test
  void whatIsNotUnderstoodIsNoRange() {
    assertThat(NodeRange.parse("lts/*")).isEmpty();
    assertThat(NodeRange.parse("latest")).isEmpty();
    assertThat(NodeRange.parse(">=99999999999999999999")).isEmpty();
  }
}
