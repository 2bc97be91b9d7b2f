package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Scripts;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buildpacks of scripts, from a push to an answer. */
class ClassicBuildpackIT {
  @TempDir Path folder;
  private TestPlatform platform;

  @AfterEach
  void close() {
    platform.close();
  }

  private void start(Scripts... platformWide) {
    platform =
        TestPlatform.start(
            folder,
            builder -> {
              for (Scripts scripts : platformWide) {
                builder.classicBuildpack(scripts.folder().toString());
              }
              return builder;
            });
  }

  /** Brings a server and a profile that says what it answers. */
  private Scripts server(String name) throws IOException {
    return new Scripts(folder.resolve("packs").resolve(name))
        .bash("bin/detect", "[ -f \"$1/answer.txt\" ] || exit 1", "echo Answers")
        .bash(
            "bin/compile",
            "BP_DIR=$(cd \"$(dirname \"$0\")/..\" && pwd)",
            "echo '-----> Installing the server'",
            "mkdir -p \"$1/.profile.d\" \"$1/.answers/bin\"",
            "cp \"$BP_DIR/serve.py\" \"$1/.answers/bin/serve\"",
            "chmod +x \"$1/.answers/bin/serve\"",
            "cat > \"$1/.profile.d/answers.sh\" <<'PROFILE'",
            "export PATH=\"$HOME/.answers/bin:$PATH\"",
            "export ANSWER=\"$(cat \"$HOME/answer.txt\")\"",
            "PROFILE")
        .bash("bin/release", "printf -- '---\\ndefault_process_types:\\n  web: serve\\n'")
        .file(
            "serve.py",
            """
            #!/usr/bin/env python3
            import http.server, os
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = os.environ['ANSWER'].encode()
                    self.send_response(200)
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *arguments):
                    pass
            http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
            """);
  }

  @Test
  void onePlatformWideServesTheAppsThatItFits() throws Exception {
    start(server("answers"));
    GitRepo repo = platform.repo("hello").write("answer.txt", "forty-two");
    GitRepo.Result result = repo.deploy();
    assertThat(result.output())
        .contains("-----> Answers app detected", "-----> Installing the server", "Released v1");
    assertThat(platform.get("hello", "/").body()).isEqualTo("forty-two");
  }

  @Test
  void aRepositoryThatNeedsAPasswordIsFetchedAndThePasswordIsNotShown() throws Exception {
    start();
    GitRepo pack = server("remote").commitFor(platform.url("pack"));
    assertThat(pack.push("HEAD:refs/heads/pack").succeeded()).isTrue();
    AppId app = platform.platform().apps().create("hello").id();
    platform.platform().apps().setBuildpacks(app, List.of(platform.url("pack") + "#pack"));
    GitRepo repo = platform.repo("hello").write("answer.txt", "one");
    GitRepo.Result result = repo.deploy();
    assertThat(result.output()).contains("Released v1").doesNotContain(TestPlatform.KEY);
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");

    platform.platform().apps().setBuildpacks(app, List.of(platform.url("pack") + "#gone"));
    GitRepo.Result second = repo.write("answer.txt", "two").deploy();
    assertThat(second.output())
        .contains("/pack.git#gone: its repository has no branch, tag or commit of that name")
        .doesNotContain(TestPlatform.KEY);
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
  }

  @Test
  void aBuildpackThatFailsFailsThePushWithItsOutputAndItsName() throws Exception {
    start();
    Scripts pack = server("failing");
    GitRepo repo = platform.repo("hello").write("answer.txt", "one");
    assertThat(repo.write(".buildpacks", pack.folder() + "\n").deploy().succeeded()).isTrue();
    pack.bash("bin/compile", "echo '-----> Trying'", "echo ' !     No luck today'", "exit 7");
    GitRepo.Result result = repo.write("answer.txt", "two").deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output())
        .contains(
            "-----> Trying",
            " !     No luck today",
            "buildpack " + pack.folder() + ": bin/compile exited with status 7");
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");
  }

  @Test
  void aUrlThatCannotBeReachedIsToldSoQuickly() throws Exception {
    start();
    AppId app = platform.platform().apps().create("hello").id();
    String url = "https://somebody:password@127.0.0.1:1/pack.git";
    platform.platform().config().set(app, Map.of("BUILDPACK_URL", url));
    GitRepo repo = platform.repo("hello").write("answer.txt", "one");
    long start = System.nanoTime();
    GitRepo.Result result = repo.deploy();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output())
        .contains("buildpack https://127.0.0.1:1/pack.git could not be fetched")
        .containsIgnoringCase("connection refused")
        .doesNotContain("password");
  }

  @Test
  void nothingOfThePlatformsOwnIsABuildpack() throws Exception {
    start();
    server("bare").commitFor(platform.url("pack")).push("HEAD:refs/heads/pack");
    Path repository = folder.resolve("data/git").resolve(platform.app("pack") + ".git");
    GitRepo repo = platform.repo("hello").write("answer.txt", "one");
    GitRepo.Result result = repo.write(".buildpacks", "file://" + repository + "\n").deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).contains("no buildpack is there");
  }
}
