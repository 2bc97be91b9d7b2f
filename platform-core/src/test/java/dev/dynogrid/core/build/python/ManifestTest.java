package dev.dynogrid.core.build.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  @TempDir Path app;

  private static Manifest.Kind kind(String project, String... files) {
    return Manifest.choose(
            Set.of(files)::contains, project.isEmpty() ? Optional.empty() : Optional.of(project))
        .kind();
  }

  @Test
  void whatPipReadsWinsThenALockFileThenWhatIsNotLocked() {
    assertThat(kind("", "requirements.txt", "Pipfile.lock", "uv.lock"))
        .isEqualTo(Manifest.Kind.REQUIREMENTS);
    assertThat(kind("[project]\nname='a'", "uv.lock")).isEqualTo(Manifest.Kind.UV);
    assertThat(kind("[tool.poetry]\n")).isEqualTo(Manifest.Kind.POETRY);
    assertThat(kind("[project]\nname='a'\n[tool.poetry]\n", "poetry.lock"))
        .isEqualTo(Manifest.Kind.POETRY);
    assertThat(kind("[project]\nname='a'\n[tool.poetry]\n")).isEqualTo(Manifest.Kind.PROJECT);
    assertThat(kind("", "Pipfile", "Pipfile.lock")).isEqualTo(Manifest.Kind.PIPENV);
    assertThat(kind("[project]\nname='a'", "setup.py")).isEqualTo(Manifest.Kind.PROJECT);
    assertThat(kind("[tool.black]\n", "setup.py")).isEqualTo(Manifest.Kind.SETUP);
    assertThat(kind("[tool.black]\n")).isEqualTo(Manifest.Kind.NONE);
  }

  @Test
  void lockFilesBesideRequirementsAreNamedAsUnused() {
    Set<String> files = Set.of("requirements.txt", "poetry.lock");
    Manifest chosen = Manifest.choose(files::contains, Optional.empty());
    assertThat(Manifest.unused(files::contains, chosen)).containsExactly("poetry.lock");
  }

  @Test
  void filesThatRequirementsNameAreInputsToo() throws Exception {
    Files.createDirectories(app.resolve("requirements"));
    Files.writeString(app.resolve("requirements.txt"), "-r requirements/prod.txt\nflask\n");
    Files.writeString(
        app.resolve("requirements/prod.txt"), "-r base.txt\n--constraint ../limits.txt\n");
    Files.writeString(app.resolve("requirements/base.txt"), "-r ../requirements.txt\n");
    RequirementFiles files =
        RequirementFiles.of(app, new Manifest(Manifest.Kind.REQUIREMENTS, "requirements.txt"));
    assertThat(files.names())
        .contains("requirements/prod.txt", "requirements/base.txt", "limits.txt");
    assertThat(files.decideAll()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-e .", "./pkg", "pkg @ file:///x", "--find-links wheels", "-f wheels"})
  void aFolderAmongTheRequirementsIsNotDecidedByThem(String line) throws Exception {
    Files.writeString(app.resolve("requirements.txt"), "flask\n" + line + "\n");
    assertThat(
            RequirementFiles.of(app, new Manifest(Manifest.Kind.REQUIREMENTS, "requirements.txt"))
                .decideAll())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NewConnectionError('Failed to establish a new connection')|OUT_OF_REACH",
        "Temporary failure in name resolution|OUT_OF_REACH",
        "ERROR: No matching distribution found for flask==0.0.1|NO_SUCH_VERSION",
        "ERROR: ResolutionImpossible: for help|CONFLICT",
        "ERROR: Invalid requirement: 'a b'|BAD_LINE",
        "ERROR: Failed building wheel for psycopg2|NATIVE",
        "else|OTHER",
      })
  void theCauseIsFoundInWhatPipSays(String output, PipFault fault) {
    assertThat(PipFault.of(output)).isEqualTo(fault);
  }

  @Test
  void staticFilesOfDjangoAreCollectedWhereTheyAreConfiguredAndNotForbidden() {
    List<String> settings =
        List.of(
            "INSTALLED_APPS = [\n  'django.contrib.staticfiles']\n", "STATIC_ROOT = BASE / 's'\n");
    assertThat(DjangoStatic.isWanted(settings, Optional.empty())).isTrue();
    assertThat(DjangoStatic.isWanted(settings, Optional.of("0"))).isTrue();
    assertThat(DjangoStatic.isWanted(settings, Optional.of("1"))).isFalse();
    assertThat(DjangoStatic.isWanted(settings.subList(0, 1), Optional.empty())).isFalse();
    assertThat(DjangoStatic.isWanted(settings.subList(1, 2), Optional.empty())).isFalse();
  }

  @Test
  void noHostNamesAreToldUnlessAnotherLineNamesSome() {
    assertThat(DjangoStatic.hasNoHosts(List.of("ALLOWED_HOSTS = []\n"))).isTrue();
    assertThat(DjangoStatic.hasNoHosts(List.of("ALLOWED_HOSTS = ['*']\n"))).isFalse();
    assertThat(DjangoStatic.hasNoHosts(List.of("ALLOWED_HOSTS = []\n", "ALLOWED_HOSTS = ['a']\n")))
        .isFalse();
    assertThat(DjangoStatic.hasNoHosts(List.of("DEBUG = True\n"))).isFalse();
  }
}
