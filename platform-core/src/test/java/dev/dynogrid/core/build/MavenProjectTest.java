package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a project before Maven runs. */
class MavenProjectTest {
  @TempDir Path app;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17 | <properties><maven.compiler.release>17</maven.compiler.release></properties>",
        "21 | <properties><java.version>21</java.version></properties>",
        "8  | <properties><maven.compiler.target>1.8</maven.compiler.target></properties>",
        "21 | <properties><v>21</v><java.version>${v}</java.version></properties>",
        "0  | <properties><java.version>${from.a.parent}</java.version></properties>",
        "11 | <build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration>"
            + "<release>11</release></configuration></plugin></plugins></build>",
        "0  | <name>no word of it</name>",
      })
  void theJavaThatItIsCompiledForIsRead(int release, String pom) throws Exception {
    assertThat(project(pom).release()).isEqualTo(release);
  }

  @Test
  void modulesAreReadWithTheirsButNothingOutsideOfTheApp() throws Exception {
    write("web/pom.xml", pom("<modules><module>deep</module></modules>"));
    write("web/deep/pom.xml", pom("<properties><java.version>21</java.version></properties>"));
    MavenProject project =
        project(
            "<modules><module>web</module><module>../../etc</module><module>gone</module>"
                + "<module>web</module></modules>");
    assertThat(project.folders()).containsExactly("", "web", "web/deep");
    assertThat(project.release()).isEqualTo(21);
  }

  @Test
  void jarsThatNeedOthersBesideThemAreKnown() throws Exception {
    String dependency =
        "<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId>"
            + "<version>1</version>%s</dependency></dependencies>";
    String shade =
        "<build><plugins><plugin><artifactId>maven-shade-plugin</artifactId></plugin></plugins>"
            + "</build>";
    assertThat(project("").lacksDependencies()).isFalse();
    assertThat(project(dependency.formatted("")).lacksDependencies()).isTrue();
    assertThat(project(dependency.formatted("<scope>test</scope>")).lacksDependencies()).isFalse();
    assertThat(project(dependency.formatted("") + shade).lacksDependencies()).isFalse();
    assertThat(
            project(
                    dependency.formatted("")
                        + "<build><pluginManagement>"
                        + shade
                        + "</pluginManagement></build>")
                .lacksDependencies())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1.0,2.0)", "LATEST", "RELEASE", "1.0-SNAPSHOT"})
  void versionsThatChangeByThemselvesAreLookedUpEachTime(String version) throws Exception {
    String dependency =
        "<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><version>"
            + version
            + "</version></dependency></dependencies>";
    assertThat(project(dependency).floats()).isTrue();
    assertThat(project("<version>1.0-SNAPSHOT</version>").floats()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.B | <properties><exec.mainClass>a.B</exec.mainClass></properties>",
        "a.B | <properties><start-class>a.B</start-class></properties>",
        "a.B | <build><plugins><plugin><artifactId>exec-maven-plugin</artifactId><configuration>"
            + "<mainClass>a.B</mainClass></configuration></plugin></plugins></build>",
        "    | <properties><exec.mainClass>a.B; rm -rf /</exec.mainClass></properties>",
      })
  void theMainClassIsRead(String name, String pom) throws Exception {
    assertThat(project(pom).mainClass().orElse(null)).isEqualTo(name);
  }

  @Test
  void frameworksAreKnownByTheirGroups() throws Exception {
    MavenProject project = project("<parent><groupId>io.micronaut.platform</groupId></parent>");
    assertThat(project.uses("io.micronaut")).isTrue();
    assertThat(project.uses("io.micro")).isFalse();
  }

  @Test
  void aPomThatIsNoXmlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> project("\n\n<properties>"))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageStartingWith("pom.xml, line 3: ");
  }

  @Test
  void aPomThatNamesEntitiesIsRefused() throws Exception {
    write(
        "pom.xml",
        "<!DOCTYPE project [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project>&x;</project>");
    assertThatThrownBy(() -> MavenProject.read(app)).isInstanceOf(BuildFailedException.class);
  }

  @Test
  void propertiesThatMultiplyEachOtherEnd() throws Exception {
    String many = "${a}".repeat(200);
    String project =
        "<properties><a>" + many + "</a><java.version>" + many + "</java.version></properties>";
    assertThat(project(project).release()).isZero();
  }

  private MavenProject project(String content) throws IOException {
    write("pom.xml", pom(content));
    return MavenProject.read(app);
  }

  private static String pom(String content) {
    return "<project>" + content + "</project>";
  }

  private void write(String file, String text) throws IOException {
    Path path = app.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
