package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkStepTest {
  private static final List<Path> ROOTS = List.of(Path.of("/w/app"), Path.of("/app"));

  @ParameterizedTest
  @CsvSource({
    "/w/app/bin/x, /w/app/lib/y, ../lib/y",
    "/w/app/bin/x, /app/lib/y, ../lib/y",
    "/w/app/x, /w/app/lib/../y, y",
    "/w/app/x, /w/app, .",
    "/w/app/a/b/x, /app, ../..",
    "/w/app/bin/x, ../lib/y, ../lib/y",
    "/w/app/x, /w/application/y, ",
    "/w/app/x, /w/app/../secret, ",
    "/w/app/x, ../secret, ",
    "/w/app/bin/x, ../../secret, ",
    "/w/app/x, /etc/passwd, "
  })
  void aTargetIsRelativeOrOutside(Path link, Path target, String expected) {
    assertThat(LinkStep.within(ROOTS, link, target))
        .isEqualTo(Optional.ofNullable(expected).map(Path::of));
  }
}
