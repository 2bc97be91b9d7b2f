package dev.dynogrid.core.build.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpretersTest {
  @TempDir Path folder;

  private static Interpreters.Found found(String program, String version) {
    return new Interpreters.Found(Path.of(program), version);
  }

  private static final Interpreters.Found SYSTEM = found("/usr/bin/python3", "3.11");
  private static final Interpreters.Found OLD = found("/opt/v/3.9.18/bin/python3", "3.9.18");
  private static final Interpreters.Found NEW = found("/opt/v/3.12.1/bin/python3", "3.12.1");
  private static final Interpreters.Found OTHER = found("/opt/v/3.12.0/bin/python3", "3.12.0");
  private static final List<Interpreters.Found> ALL = List.of(OLD, OTHER, SYSTEM, NEW);

  @Test
  void theSystemsComesFirstThenTheNewest() {
    assertThat(Interpreters.inOrder(ALL, Optional.empty()))
        .containsExactly(SYSTEM, NEW, OTHER, OLD);
  }

  @Test
  void theWantedVersionComesBeforeAllAndAnotherPatchOfItNext() {
    assertThat(Interpreters.inOrder(ALL, Optional.of("3.12.1")))
        .containsExactly(NEW, OTHER, SYSTEM, OLD);
    assertThat(Interpreters.inOrder(ALL, Optional.of("3.9"))).startsWith(OLD, SYSTEM);
    assertThat(Interpreters.inOrder(ALL, Optional.of("3.13"))).startsWith(SYSTEM, NEW);
  }

  @Test
  void theWantedVersionIsReadFromEitherFile() {
    assertThat(Interpreters.wanted(Optional.of("# mine\n3.12\n"), Optional.of("python-3.9.1")))
        .hasValue("3.12");
    assertThat(Interpreters.wanted(Optional.empty(), Optional.of("python-3.9.1\n")))
        .hasValue("3.9.1");
    assertThat(Interpreters.wanted(Optional.of("pypy3.9-7.3"), Optional.empty())).isEmpty();
    assertThat(Interpreters.wanted(Optional.of("my-env"), Optional.empty())).isEmpty();
  }

  @Test
  void aVersionFitsAnotherPatchOfTheSame() {
    assertThat(Interpreters.fits("3.11.2", "3.11.9")).isTrue();
    assertThat(Interpreters.fits("3.11", "3.11.9")).isTrue();
    assertThat(Interpreters.fits("3.11.2", "3")).isTrue();
    assertThat(Interpreters.fits("3.11.2", "3.1")).isFalse();
    assertThat(Interpreters.fits("3.9.18", "3.10")).isFalse();
  }

  @Test
  void shimsAreLeftOutAndTheVersionsBehindThemTaken() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path real = program(bin.resolve("python3.11"));
    Files.createSymbolicLink(bin.resolve("python3"), Path.of("python3.11"));
    program(bin.resolve("python3-config"));
    Path version = Files.createDirectories(folder.resolve("versions/3.12.1/bin"));
    Path other = program(version.resolve("python3"));
    List<Interpreters.Found> all =
        Interpreters.in(List.of(bin, folder.resolve("gone")), List.of(folder.resolve("versions")));
    assertThat(all)
        .extracting(found -> found.program().toRealPath())
        .containsExactly(real.toRealPath(), other.toRealPath());
    assertThat(all).extracting(Interpreters.Found::version).containsExactly("3.11", "3.12.1");
  }

  private static Path program(Path path) throws Exception {
    Files.writeString(path, "#!/bin/sh\n");
    assertThat(path.toFile().setExecutable(true)).isTrue();
    return path;
  }
}
