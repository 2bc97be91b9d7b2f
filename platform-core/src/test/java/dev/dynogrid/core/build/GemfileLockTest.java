package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GemfileLockTest {
  private static final String LOCK =
      """
      GEM
        remote: https://rubygems.org/
        specs:
          nio4r (2.5.8)
          nokogiri (1.15.4-x86_64-linux)
            racc (~> 1.4)
          puma (5.6.5)
            nio4r (~> 2.0)

      PLATFORMS
        x86_64-linux

      DEPENDENCIES
        puma
        sinatra (~> 3.0)

      BUNDLED WITH
         2.5.6
      """;

  @Test
  void gemsAreThoseThatAreLockedWithTheirVersions() {
    GemfileLock lock = GemfileLock.parse(LOCK);
    assertThat(lock.gems())
        .containsOnly(
            java.util.Map.entry("nio4r", "2.5.8"),
            java.util.Map.entry("nokogiri", "1.15.4"),
            java.util.Map.entry("puma", "5.6.5"));
    assertThat(lock.has("sinatra")).isFalse();
    assertThat(lock.bundler()).contains("2.5.6");
  }

  @Test
  void anotherBundlersLockIsMadeThisMachines() {
    String ours = GemfileLock.writtenBy("2.3.15", LOCK);
    assertThat(ours).isEqualTo(LOCK.replace("2.5.6", "2.3.15"));
    assertThat(GemfileLock.writtenBy("2.3.15", "GEM\n")).isEqualTo("GEM\n");
  }

  @Test
  void noLockLocksNothing() {
    assertThat(GemfileLock.parse("")).isEqualTo(GemfileLock.NONE);
  }
}
