package dev.dynogrid.core.build.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeBuildpackTest {
  @TempDir Path app;

  private NodeBuildpackTest write(String name, String text) throws Exception {
    Files.createDirectories(app.resolve(name).getParent());
    Files.writeString(app.resolve(name), text);
    return this;
  }

  private boolean isNode() throws Exception {
    return new NodeBuildpack().detect(app).isPresent();
  }

  @Test
  void aPackageJsonMakesANodeAppAndSoDoesAServerWithoutOne() throws Exception {
    assertThat(isNode()).isFalse();
    write("server.js", "");
    assertThat(isNode()).isTrue();
    write("index.html", "");
    assertThat(isNode()).isFalse();
    write("package.json", "{}");
    assertThat(isNode()).isTrue();
  }

  @Test
  void aFrontEndBesideAnotherLanguageIsThatLanguages() throws Exception {
    write("package.json", "{\"scripts\": {\"build\": \"webpack\"}}").write("requirements.txt", "");
    assertThat(isNode()).isFalse();
    write("package.json", "{\"scripts\": {\"start\": \"node a.js\"}}");
    assertThat(isNode()).isTrue();
    write("Procfile", "web: gunicorn app:app\n");
    assertThat(isNode()).isFalse();
    write("Procfile", "worker: x\nweb: PORT=1 node_modules/.bin/next start\n");
    assertThat(isNode()).isTrue();
  }

  @Test
  void whatIsNotJsonIsRefusedWithThePlace() {
    assertThatThrownBy(() -> PackageJson.parse("{\"name\": \"a\",\n  \"scripts\": {]}"))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("package.json")
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> PackageJson.parse("[]")).hasMessageContaining("expected: {");
  }

  @Test
  void partsOfAnotherKindCountAsNotSaid() {
    PackageJson odd =
        PackageJson.parse(
            "{\"scripts\": [], \"main\": 3, \"engines\": \"node 18\", \"dependencies\": null,"
                + " \"optionalDependencies\": {\"a\": \"1\"}, \"cacheDirectories\": [\"x\", 1]}");
    assertThat(odd.scripts()).isEmpty();
    assertThat(odd.main()).isEmpty();
    assertThat(odd.nodeRange()).isEmpty();
    assertThat(odd.dependencies()).containsExactly("a");
    assertThat(odd.cacheDirectories()).containsExactly("x");
  }

  @Test
  void theScriptForHostingPlatformsIsTheOneThatBuilds() {
    assertThat(PackageJson.parse("{\"scripts\": {\"build\": \"a\"}}").buildScript())
        .hasValue("build");
    assertThat(
            PackageJson.parse("{\"scripts\": {\"build\": \"a\", \"heroku-postbuild\": \"b\"}}")
                .buildScript())
        .hasValue("heroku-postbuild");
  }

  @Test
  void aHookThatSetsUpGitDoesNotMatterToWhatIsInstalled() {
    PackageJson husky = PackageJson.parse("{\"scripts\": {\"prepare\": \"husky install\"}}");
    assertThat(husky.hasHooks()).isTrue();
    assertThat(husky.hooksMatter()).isFalse();
    assertThat(
            PackageJson.parse("{\"scripts\": {\"postinstall\": \"patch-package\"}}").hooksMatter())
        .isTrue();
  }
}
