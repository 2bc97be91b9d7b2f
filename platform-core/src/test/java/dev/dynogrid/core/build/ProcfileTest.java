package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.model.ProcessType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcfileTest {
  private static String web(String text) {
    return Procfile.parse(text).entries().get(ProcessType.WEB).command();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web: run it\n",
        "\uFEFFweb: run it",
        "web:\trun it\t\r\n",
        "# comment\r\rweb:run it\r",
        "\n\n  web:   run it  \nworker: x: y # z\n"
      })
  void whateverEditorWroteItTheCommandIsRead(String text) {
    assertThat(web(text)).isEqualTo("run it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|declares nothing",
        "web run|line 1: web run (expected: type: command",
        "web:|line 1: web: (expected: type: command",
        "we b: x|line 1: we b: x (expected: type: command"
      })
  void aLineThatIsNoneIsNamed(String text, String message) {
    assertThatThrownBy(() -> Procfile.parse(text))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTypeTwiceIsRefusedWithBothLines() {
    assertThatThrownBy(() -> Procfile.parse("web: a\n\nweb: b"))
        .hasMessage("Procfile, line 3: web is declared already in line 1");
  }
}
