package dev.dynogrid.core.build.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.ProcessType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseFileTest {
  @Test
  void allThreePartsAreRead() {
    ReleaseFile file =
        ReleaseFile.parse(
            """
            ---
            addons:
              - heroku-postgresql
            config_vars:
              PATH: "bin:/usr/bin"
              THREADS: 5
            default_process_types:
              web: bundle exec rackup -p $PORT
            """);
    assertThat(file.processTypes())
        .isEqualTo(Map.of(ProcessType.WEB, "bundle exec rackup -p $PORT"));
    assertThat(file.configVars()).isEqualTo(Map.of("PATH", "bin:/usr/bin", "THREADS", "5"));
    assertThat(file.addons()).isEqualTo(List.of("heroku-postgresql"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---",
        "--- {}",
        "addons: []\n",
        "default_process_types:\n",
        "default_process_types: []"
      })
  void nothingIsNothing(String yaml) {
    assertThat(ReleaseFile.parse(yaml)).isEqualTo(ReleaseFile.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "just text",
        "default_process_types: web",
        "default_process_types: {web: [a]}",
        "default_process_types: {'we b': x}",
        "config_vars: {'1ST': x}",
        "a: [",
        "a: !!javax.script.ScriptEngineManager [x]",
        "a: 1\na: 2"
      })
  void whatCannotBeReadIsRefused(String yaml) {
    assertThatThrownBy(() -> ReleaseFile.parse(yaml)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aliasesThatGrowWithoutBoundAreRefused() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      yaml.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> ReleaseFile.parse(yaml.toString()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
