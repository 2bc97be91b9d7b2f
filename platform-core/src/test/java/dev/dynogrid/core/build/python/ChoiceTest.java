package dev.dynogrid.core.build.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final Choice.Candidate READY = candidate("3.11.2", true, List.of());
  private static final Choice.Candidate LACKING = candidate("3.12.1", true, List.of("flask"));
  private static final Choice.Candidate HELPLESS = candidate("3.13.0", false, List.of("flask"));

  private static Choice.Candidate candidate(String version, boolean pip, List<String> missing) {
    return new Choice.Candidate(
        new Interpreters.Found(Path.of("/opt", version), version),
        new Look(version, missing, List.of("flask"), pip));
  }

  @Test
  void theOneThatHasAllIsTaken() {
    Choice choice = Choice.of(List.of(LACKING, READY), Optional.empty()).orElseThrow();
    assertThat(choice).isEqualTo(new Choice(READY, Optional.empty()));
  }

  @Test
  void oneOfTheWantedVersionInstallsAndTheOneThatHasAllStandsBy() {
    assertThat(Choice.of(List.of(LACKING, READY), Optional.of("3.12")))
        .hasValue(new Choice(LACKING, Optional.of(READY)));
  }

  @Test
  void aWantedVersionThatCannotInstallIsNoHelp() {
    assertThat(Choice.of(List.of(HELPLESS, READY), Optional.of("3.13")))
        .hasValue(new Choice(READY, Optional.empty()));
  }

  @Test
  void withNoneThatHasAllTheFirstThatCanInstallIsTaken() {
    assertThat(Choice.of(List.of(HELPLESS, LACKING), Optional.empty()))
        .hasValue(new Choice(LACKING, Optional.empty()));
    assertThat(Choice.of(List.of(HELPLESS), Optional.empty()))
        .hasValue(new Choice(HELPLESS, Optional.empty()));
    assertThat(Choice.of(List.of(), Optional.empty())).isEmpty();
  }
}
