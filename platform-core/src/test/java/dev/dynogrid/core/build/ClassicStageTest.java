package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.core.testkit.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts written the way that well-known buildpacks are. */
final class ClassicStageTest {
  @TempDir Path folder;
  private Bench bench;
  private BuildpackSlugCompiler compiler;

  @BeforeEach
  void layOut() {
    bench = new Bench(folder);
    bench.write("index.html", "hello");
    compiler = bench.compiler(Buildpacks.after(List.of()));
  }

  private Scripts scripts(String name) throws IOException {
    return new Scripts(folder.resolve("packs").resolve(name));
  }

  private Slug compileWith(Scripts... packs) throws InterruptedException {
    String[] names = new String[packs.length];
    for (int i = 0; i < packs.length; i++) {
      names[i] = packs[i].folder().toString();
    }
    return bench.buildpacks(names).compile(compiler);
  }

  @Test
  void scriptsGetTheirFoldersAndAnEnvironmentWithoutConfigVars() throws Exception {
    bench.config(Map.of("SECRET", "s3 cret\nof two lines", "DATABASE_URL", "postgres://x"));
    Slug slug =
        compileWith(
            scripts("env")
                .detects("Env")
                .bash(
                    "bin/compile",
                    "BUILD_DIR=$1; CACHE_DIR=$2; ENV_DIR=$3",
                    "test -d \"$CACHE_DIR\"",
                    "test -z \"${SECRET:-}${DATABASE_URL:-}\"",
                    "cp \"$ENV_DIR/SECRET\" \"$BUILD_DIR/secret\"",
                    "ls \"$ENV_DIR\" > \"$BUILD_DIR/names\"",
                    "echo \"$STACK $SOURCE_VERSION ${#REQUEST_ID}\" > \"$BUILD_DIR/told\"",
                    "test -d \"$HOME\"")
                .bash(
                    "bin/release",
                    "echo '---'",
                    "echo 'default_process_types:'",
                    "echo '  web: run'"));
    assertThat(Bench.content(slug))
        .containsEntry("secret", "s3 cret\nof two lines")
        .containsEntry("names", "DATABASE_URL\nSECRET\n")
        .containsEntry("told", "bench-stack c0ffee 36\n");
    assertThat(slug.processTypes()).containsExactly(Map.entry(ProcessType.WEB, "run"));
    assertThat(slug.language()).isEqualTo("Env");
    assertThat(Path.of(slug.appDirectory()).resolveSibling("scratch")).doesNotExist();
  }

  @Test
  void outputIsGivenOnInTheFormThatItHasAlready() throws Exception {
    Slug slug =
        compileWith(
            scripts("talk")
                .detects("Talk")
                .bash(
                    "bin/compile",
                    "indent() { sed -u 's/^/       /'; }",
                    "echo '-----> Installing things'",
                    "echo 'one' | indent",
                    "echo ' !     Careful' >&2",
                    "printf '10%%\\r50%%\\r100%%\\n'",
                    "echo plain")
                .bash("bin/release", "echo 'default_process_types: {web: run}'"));
    assertThat(slug.processTypes()).containsEntry(ProcessType.WEB, "run");
    assertThat(bench.output)
        .containsSubsequence(
            "-----> Talk app detected",
            "-----> Installing things",
            "       one",
            " !     Careful",
            "       100%",
            "       plain");
  }

  @Test
  void theCacheIsKeptFromOneBuildToTheNext() throws Exception {
    Scripts pack =
        scripts("cache")
            .detects("Cache")
            .bash("bin/compile", "echo x >> \"$2/builds\"", "wc -l < \"$2/builds\" > \"$1/count\"")
            .bash("bin/release", "echo 'default_process_types: {web: run}'");
    compileWith(pack);
    Slug second = compileWith(bumped(pack));
    assertThat(Bench.content(second).get("count").strip()).isEqualTo("2");
  }

  private static Scripts bumped(Scripts pack) throws IOException {
    return pack.file("VERSION", Long.toString(System.nanoTime()));
  }

  @Test
  void severalWorkInOrderAndExportsReachTheNextAndTheLastReleaseWins() throws Exception {
    Scripts tools =
        scripts("tools")
            .detects("Tools")
            .bash(
                "bin/compile",
                "BP_DIR=$(cd \"$(dirname \"$0\")/..\" && pwd)",
                "mkdir -p \"$1/.tools/bin\" \"$1/.profile.d\"",
                "printf '#!/bin/sh\\necho from the tool\\n' > \"$1/.tools/bin/tool\"",
                "chmod +x \"$1/.tools/bin/tool\"",
                "echo 'export PATH=\"$HOME/.tools/bin:$PATH\"' > \"$1/.profile.d/tools.sh\"",
                "echo \"export PATH=\\\"$1/.tools/bin:\\$PATH\\\"\" > \"$BP_DIR/export\"",
                "echo \"export TWO='a",
                "b'\" >> \"$BP_DIR/export\"")
            .bash("bin/release", "echo 'default_process_types: {web: tools, worker: tools}'");
    Scripts user =
        scripts("user")
            .detects("User")
            .bash("bin/compile", "tool > \"$1/said\"", "printf %s \"$TWO\" > \"$1/two\"")
            .bash("bin/release", "echo 'default_process_types: {web: user}'");
    Slug slug = compileWith(tools, user);
    assertThat(Bench.content(slug))
        .containsEntry("said", "from the tool\n")
        .containsEntry("two", "a\nb");
    assertThat(slug.processTypes()).containsExactly(Map.entry(ProcessType.WEB, "user"));
    assertThat(slug.language()).isEqualTo("User");
  }

  @Test
  void aFolderOfManyAppsIsChosenByTheProcfileThatAConfigVarNames() throws Exception {
    bench
        .config(Map.of("PROCFILE", "backend/Procfile"))
        .write("Procfile", "")
        .write("backend/Procfile", "web: python3 -m http.server $PORT\n");
    Slug slug =
        bench
            .buildpacks(
                scripts("multi-procfile")
                    .detects("Multi-procfile")
                    .bash(
                        "bin/compile",
                        "[ -f \"$3/PROCFILE\" ] || { echo ' !     no PROCFILE'; exit 1; }",
                        "PROCFILE=$(cat \"$3/PROCFILE\")",
                        "cp \"$1/$PROCFILE\" \"$1/Procfile\"",
                        "echo \"      Copied $PROCFILE as Procfile successfully\"")
                    .folder()
                    .toString(),
                "heroku/procfile")
            .compile(compiler);
    assertThat(slug.processTypes())
        .containsExactly(Map.entry(ProcessType.WEB, "python3 -m http.server $PORT"));
  }

  @Test
  void aSubFolderCanBecomeTheAppAndItsSourcesAreLookedAt() throws Exception {
    bench
        .config(Map.of("PROJECT_PATH", "services/api"))
        .write("services/api/Procfile", "web: python3 app.py\n")
        .write("services/api/app.py", "print(1)\n")
        .write("broken.py", "def (:\n");
    Scripts subdirectory = subdirectory();
    Slug slug = compileWith(subdirectory);
    assertThat(Bench.content(slug)).containsOnlyKeys("Procfile", "app.py");

    bench.write("services/api/app.py", "def (:\n");
    assertThatThrownBy(() -> compileWith(subdirectory))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("app.py:1");
  }

  private Scripts subdirectory() throws IOException {
    return scripts("subdirectory")
        .detects("Subdirectory")
        .bash(
            "bin/compile",
            "BUILD_DIR=$1; ENV_DIR=$3; PROJECT_PATH=$(cat \"$ENV_DIR/PROJECT_PATH\")",
            "STAGE=\"$(mktemp -d)\"",
            "mv \"$BUILD_DIR/$PROJECT_PATH\" \"$STAGE\"",
            "rm -rf \"$BUILD_DIR\"",
            "mv \"$STAGE/$(basename \"$PROJECT_PATH\")\" \"$BUILD_DIR\"",
            "rm -rf \"$STAGE\"");
  }

  @Test
  void sourcesThatABuildpackBringsAreNotLookedAt() throws Exception {
    bench.write("app.py", "print(1)\n").write("Procfile", "web: python3 app.py\n");
    Slug slug =
        compileWith(
            scripts("old")
                .detects("Old")
                .bash("bin/compile", "mkdir \"$1/lib\"", "echo 'print 1' > \"$1/lib/old.py\""));
    assertThat(Bench.content(slug)).containsKey("lib/old.py");
  }

  @Test
  void aNestedBuildpackAndOneOfTheAppsOwnWork() throws Exception {
    bench
        .write("Procfile", "web: ./run\n")
        .write("bin/detect", "#!/bin/sh\necho Own\n")
        .write(
            "bin/compile",
            "#!/bin/sh\nset -e\ncd \"$1\"\nprintf '#!/bin/sh\\n' > run\nchmod +x run\n");
    Scripts inline =
        scripts("inline")
            .bash("bin/detect", "[ -f \"$1/bin/compile\" ] && \"$1/bin/detect\" \"$1\"")
            .bash("bin/compile", "\"$1/bin/compile\" \"$@\"")
            .bash(
                "bin/release",
                "[ -f \"$1/bin/release\" ] && \"$1/bin/release\" \"$1\" || echo '---'");
    assertThat(Bench.content(compileWith(inline))).containsKey("run");

    bench.previous.clear();
    assertThat(Bench.content(bench.buildpacks(".").compile(compiler))).containsKey("run");
  }

  @Test
  void rightsThatWereLostAreGivenBackAndScriptsMayWriteToTheirOwnFolder() throws Exception {
    Scripts pack =
        scripts("rights")
            .file("bin/detect", "#!/bin/sh\necho Rights\n")
            .file(
                "bin/compile",
                "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")/..\"\n"
                    + "test ! -e vendor\nmkdir vendor\necho mine > bin/compile.new\n"
                    + "cp bin/compile.new \"$1/copied\"\n")
            .file("bin/release", "#!/bin/sh\necho 'default_process_types: {web: run}'\n");
    assertThat(Bench.content(compileWith(pack))).containsEntry("copied", "mine\n");
    bench.previous.clear();
    assertThat(Bench.content(compileWith(pack))).containsEntry("copied", "mine\n");
    assertThat(pack.folder().resolve("vendor")).doesNotExist();
  }

  @Test
  void absoluteLinksIntoTheAppBecomeRelativeAndThoseThatLeadOutAreLeftOut() throws Exception {
    Slug slug =
        compileWith(
            scripts("links")
                .detects("Links")
                .bash(
                    "bin/compile",
                    "mkdir -p \"$1/.apt/usr/bin\" \"$1/bin\"",
                    "echo real > \"$1/.apt/usr/bin/real\"",
                    "ln -s \"$1/.apt/usr/bin/real\" \"$1/bin/absolute\"",
                    "ln -s /app/.apt/usr/bin/real \"$1/bin/fields\"",
                    "ln -s ../.apt/usr/bin/real \"$1/bin/relative\"",
                    "ln -s /etc/alternatives/vi \"$1/.apt/usr/bin/vi\"",
                    "ln -s ../../../etc/passwd \"$1/out\"")
                .bash("bin/release", "echo 'default_process_types: {web: run}'"));
    Path app = Path.of(slug.appDirectory());
    for (String link : List.of("absolute", "fields", "relative")) {
      assertThat(Files.readSymbolicLink(app.resolve("bin/" + link)))
          .hasToString("../.apt/usr/bin/real");
    }
    assertThat(Files.isSymbolicLink(app.resolve("out"))).isFalse();
    assertThat(bench.output)
        .contains(
            " !     A link leads out of the app and is left out: .apt/usr/bin/vi -> /etc/alternatives/vi",
            " !     A link leads out of the app and is left out: out -> ../../../etc/passwd");
  }

  @Test
  void aDownloadThatFailsFailsTheBuildWithItsOutputAndItsName() throws Exception {
    Scripts pack =
        scripts("curl")
            .detects("Curl")
            .bash(
                "bin/compile",
                "echo '-----> Downloading'",
                "curl --silent --show-error --fail http://127.0.0.1:1/x.tgz | tar xz -C \"$1\"");
    assertThatThrownBy(() -> compileWith(pack))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("buildpack " + pack.folder())
        .hasMessageContaining("bin/compile exited with status");
    assertThat(String.join("\n", bench.output)).contains("-----> Downloading", "127.0.0.1");
  }

  @Test
  void oneThatDoesNotFitAnAppThatAskedForItFailsWithWhatItSaid() throws Exception {
    Scripts pack =
        scripts("picky")
            .bash("bin/detect", "echo 'no go.mod here' >&2", "exit 1")
            .bash("bin/compile", "true");
    assertThatThrownBy(() -> compileWith(pack))
        .hasMessageStartingWith("the app does not fit the buildpack " + pack.folder());
    assertThat(bench.output).contains("       no go.mod here");
  }

  @Test
  void withoutAReleaseScriptTheProcfileSaysHowTheAppIsRun() throws Exception {
    Scripts pack = scripts("plain").detects("Plain").bash("bin/compile", "touch \"$1/done\"");
    assertThatThrownBy(() -> compileWith(pack)).hasMessageStartingWith("nothing to run");
    bench.write("Procfile", "web: cat done\n");
    assertThat(compileWith(pack).processTypes())
        .containsExactly(Map.entry(ProcessType.WEB, "cat done"));
  }

  @Test
  void aCommandThatAProfilePutsOnThePathIsNotRefused() throws Exception {
    bench.write("Procfile", "web: special-server\n");
    Slug slug =
        compileWith(
            scripts("profile")
                .detects("Profile")
                .bash(
                    "bin/compile",
                    "mkdir \"$1/.profile.d\"",
                    "echo 'export PATH=$HOME/special:$PATH' > \"$1/.profile.d/special.sh\""));
    assertThat(slug.processTypes()).containsEntry(ProcessType.WEB, "special-server");
  }

  @Test
  void whatReleasePrintsMustBeYaml() throws Exception {
    Scripts pack =
        scripts("yaml")
            .detects("Yaml")
            .bash("bin/compile", "true")
            .bash("bin/release", "echo 'warning' >&2", "echo 'default_process_types: [web'");
    assertThatThrownBy(() -> compileWith(pack))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("bin/release: ");
  }

  @Test
  void anAppFolderThatWasReplacedByALinkIsNotFollowed() throws Exception {
    Scripts pack =
        scripts("swap")
            .detects("Swap")
            .bash("bin/compile", "cd /; rm -rf \"$1\"", "ln -s /etc \"$1\"");
    assertThatThrownBy(() -> compileWith(pack))
        .hasMessageContaining("it left no folder in the place of the app's");
  }

  @Test
  void whatIsNoBuildpackIsToldSo() throws Exception {
    assertThatThrownBy(() -> compileWith(scripts("empty")))
        .hasMessageContaining("it has no bin/compile");
    assertThatThrownBy(() -> compileWith(scripts("cnb").file("buildpack.toml", "")))
        .hasMessageContaining("Cloud Native Buildpacks are not supported");
    assertThatThrownBy(() -> bench.buildpacks("/nowhere/at/all").compile(compiler))
        .hasMessageContaining("buildpack /nowhere/at/all: no such folder on this machine");
  }

  @Test
  void aGitUrlIsCompiledAgainWhenItsCommitIsAnotherAndNotBefore() throws Exception {
    Scripts pack = marked("one");
    pack.commit();
    String url = "file://" + pack.folder() + "/.git";
    Slug first = bench.buildpacks(url).compile(compiler);
    assertThat(bench.compile(compiler)).isSameAs(first);
    marked("two").commit();
    Slug second = bench.compile(compiler);
    assertThat(Bench.content(second)).containsEntry("mark", "two\n");
    assertThat(second.inputs()).isNotEqualTo(first.inputs());
  }

  @Test
  void aTagOrACommitOfAGitUrlIsTaken() throws Exception {
    Scripts pack = marked("one");
    String commit = pack.commit().head();
    pack.commit().git("tag", "v1");
    marked("two").commit();
    for (String ref : List.of("v1", commit, commit.substring(0, 10))) {
      bench.previous.clear();
      Slug slug = bench.buildpacks(pack.folder() + "#" + ref).compile(compiler);
      assertThat(Bench.content(slug)).containsEntry("mark", "one\n");
    }
    assertThatThrownBy(() -> bench.buildpacks(pack.folder() + "#v9").compile(compiler))
        .hasMessageContaining("#v9: its repository has no v9");
  }

  private Scripts marked(String mark) throws IOException {
    return scripts("marked")
        .detects("Marked")
        .bash("bin/compile", "echo " + mark + " > \"$1/mark\"")
        .bash("bin/release", "echo 'default_process_types: {web: run}'");
  }

  @Test
  void ofThePlatformsOwnEachThatFitsWorksAndElseTheBuiltInOnesAreAsked() throws Exception {
    Scripts never =
        scripts("never").bash("bin/detect", "exit 1").bash("bin/compile", "touch \"$1/never\"");
    BuildpackSlugCompiler two =
        bench.compiler(
            Buildpacks.after(List.of()),
            never.folder().toString(),
            marked("yes").folder().toString());
    Slug slug = bench.compile(two);
    assertThat(Bench.content(slug)).containsEntry("mark", "yes\n").doesNotContainKey("never");

    bench.previous.clear();
    BuildpackSlugCompiler one =
        bench.compiler(Buildpacks.after(List.of()), never.folder().toString());
    assertThat(bench.compile(one).language()).isEqualTo("Static");
  }

  @Test
  void theConfigVarWinsOverTheOwnersListWhichWinsOverTheFilesOfTheApp() throws Exception {
    String a = named("a").folder().toString();
    String b = named("b").folder().toString();
    String c = named("c").folder().toString();
    String d = named("d").folder().toString();
    bench.write("app.json", "{\"buildpacks\": [{\"url\": \"" + d + "\"}]}");
    assertThat(bench.compile(compiler).language()).isEqualTo("d");
    bench.write(".buildpacks", "# ours\r\n" + c + "\r\n\r\n");
    assertThat(bench.compile(compiler).language()).isEqualTo("c");
    bench.buildpacks(b);
    assertThat(bench.compile(compiler).language()).isEqualTo("b");
    bench.config(Map.of("BUILDPACK_URL", a));
    assertThat(bench.compile(compiler).language()).isEqualTo("a");
  }

  private Scripts named(String name) throws IOException {
    return scripts(name)
        .detects(name)
        .bash("bin/compile", "true")
        .bash("bin/release", "echo 'default_process_types: {web: run}'");
  }
}
