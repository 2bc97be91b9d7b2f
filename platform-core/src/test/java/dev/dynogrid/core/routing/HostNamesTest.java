package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "a.b, a.b",
    "A.B, a.b",
    "a.b:80, a.b",
    "a.b., a.b",
    "a.b.:80, a.b",
    "[::1], [::1]",
    "[::1]:80, [::1]",
    "a.b:, a.b"
  })
  void caseAndPortAndTrailingDotAreNothing(String host, String name) {
    assertThat(HostNames.isWellFormed(host)).isTrue();
    assertThat(HostNames.normalise(host)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a/b", "a@b", "a,b", "a:b", "a:1:2", "a:123456", "[a", "[::1]a", "[g]"})
  void whatIsNoHostIsToldApart(String host) {
    assertThat(HostNames.isWellFormed(host)).isFalse();
  }
}
