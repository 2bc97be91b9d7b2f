package dev.dynogrid.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShimsTest {
  @TempDir private Path folder;
  private Path root;
  private Path app;
  private String path;

  @BeforeEach
  void pyenvWithTwoVersions() throws IOException {
    root = folder.resolve("pyenv");
    app = Files.createDirectories(folder.resolve("run/app"));
    Files.createDirectories(root.resolve("shims"));
    Files.createDirectories(root.resolve("libexec"));
    Files.createFile(root.resolve("libexec/pyenv"));
    Files.createDirectories(root.resolve("versions/3.11.7/bin"));
    Files.createDirectories(root.resolve("versions/3.12.1/bin"));
    path = "/opt/bin:" + root.resolve("shims") + ":/usr/bin";
  }

  private String behind(Map<String, String> environment) {
    return Shims.behind(path, app, environment);
  }

  private String with(String... versions) {
    StringBuilder all = new StringBuilder("/opt/bin:");
    for (String version : versions) {
      all.append(root.resolve("versions").resolve(version).resolve("bin")).append(':');
    }
    return all.append(root.resolve("shims")).append(":/usr/bin").toString();
  }

  @Test
  void theVersionOfTheMachineIsChosen() throws IOException {
    Files.writeString(root.resolve("version"), "# of this machine\n3.11.7\n");

    assertThat(behind(Map.of())).isEqualTo(with("3.11.7"));
  }

  @Test
  void theAppsOwnChoiceComesFirst() throws IOException {
    Files.writeString(root.resolve("version"), "3.11.7\n");
    Files.writeString(app.resolve(".python-version"), "3.12.1 3.11.7\n");

    assertThat(behind(Map.of())).isEqualTo(with("3.12.1", "3.11.7"));
  }

  @Test
  void aChoiceInAFolderAboveCounts() throws IOException {
    Files.writeString(folder.resolve(".python-version"), "3.12.1\n");

    assertThat(behind(Map.of())).isEqualTo(with("3.12.1"));
  }

  @Test
  void whatIsNotPlainIsLeftToTheShim() throws IOException {
    assertThat(behind(Map.of())).isEqualTo(path);

    Files.writeString(app.resolve(".python-version"), "3.12\n");
    assertThat(behind(Map.of())).isEqualTo(path);

    Files.writeString(app.resolve(".python-version"), "../../run/app\n");
    assertThat(behind(Map.of())).isEqualTo(path);

    Files.writeString(app.resolve(".python-version"), "3.12.1\0\n");
    assertThat(behind(Map.of())).isEqualTo(path);

    Files.writeString(app.resolve(".python-version"), "3.12.1" + "\n".repeat(5000));
    assertThat(behind(Map.of())).isEqualTo(path);

    Files.writeString(app.resolve(".python-version"), "3.12.1\n");
    assertThat(behind(Map.of("PYENV_VERSION", "3.11.7"))).isEqualTo(path);
  }

  @Test
  void otherFoldersStayAsTheyAre() {
    assertThat(Shims.behind("/usr/bin::relative/shims:/x/shims", app, Map.of()))
        .isEqualTo("/usr/bin::relative/shims:/x/shims");
  }
}
