package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Bundler 2.3 to 2.6 say, and what is made of it. */
class BundlerFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUBY_VERSION | Your Ruby version is 3.1.2, but your Gemfile specified 3.3.0",
        "PLATFORM | Your bundle only supports platforms [\"arm64-darwin-22\"] but your local",
        "STALE_LOCK | You are trying to install in deployment mode after changing your Gemfile.",
        "STALE_LOCK | Some dependencies were deleted from the lockfile's, but the lockfile can't be"
            + " updated because frozen mode is set",
        "GEMFILE | [!] There was an error parsing `Gemfile`: syntax error. Bundler cannot"
            + " continue.",
        "MISSING | Could not find gem 'puma (= 6.4.2)' in cached gems or installed locally.",
        "MISSING | Could not reach host index.rubygems.org. Check your network connection",
      })
  void itsWordsTellWhatIsWrong(BundlerFault fault, String output) {
    assertThat(BundlerFault.of(output)).isEqualTo(fault);
    assertThat(BundlerFault.of(output.replace(" ", "\n"))).isEqualTo(fault);
    assertThat(fault.mayBeInIndex()).isEqualTo(fault == BundlerFault.MISSING);
  }

  @Test
  void gemsOfOtherVersionsAreNamedWithThoseThatAreHere() {
    GemfileLock lock =
        new GemfileLock(
            Map.of("puma", "6.4.2", "rack", "2.2.22", "rainbow", "3.1.1"), Optional.empty());
    assertThat(
            BundlerFault.missing(
                lock, Map.of("puma", List.of("5.6.5"), "rack", List.of("2.2.20", "2.2.22"))))
        .isEqualTo("puma 6.4.2 (this machine has 5.6.5), rainbow 3.1.1");
  }
}
