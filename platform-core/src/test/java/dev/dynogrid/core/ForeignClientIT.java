package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.TextProgressMonitor;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What git's own client can do and is told, others can do and are told. */
class ForeignClientIT {
  private static final Path CLIENTS = Path.of("target/clients").toAbsolutePath();

  @TempDir Path folder;
  private TestPlatform platform;

  @AfterEach
  void close() {
    if (platform != null) {
      platform.close();
    }
  }

  /** A client other than git's. */
  private interface Client {
    /** Why it cannot be tried here; empty if it can. */
    String missing() throws Exception;

    /** Does one of push, clone and fetch. */
    Outcome run(String action, Path folder, String url, String key) throws Exception;
  }

  private record Outcome(boolean succeeded, String output) {}

  static Stream<Client> clients() {
    return Stream.of(
        new JGitClient(),
        new ScriptClient(
            "dulwich_client.py", "/usr/bin/python3", "import dulwich", "python3-dulwich"),
        new ScriptClient("pygit2_client.py", "/usr/bin/python3", "import pygit2", "python3-pygit2"),
        new ScriptClient("isomorphic_client.mjs", "node", "", "isomorphic-git"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void pushesClonesFetchesAndIsRefusedAsGitIs(Client client) throws Exception {
    String missing = client.missing();
    assumeTrue(missing.isEmpty(), missing);
    platform = TestPlatform.start(folder);
    String url = platform.url("hello").replace("test:" + TestPlatform.KEY + "@", "");
    GitRepo repo = Apps.web(platform.repo("hello"), "one").commit("one");
    String first = repo.head();

    Outcome pushed = client.run("push", repo.folder(), url, TestPlatform.KEY);
    assertThat(pushed.output()).contains("Procfile app detected", "Released v1");
    assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
    assertThat(platform.get("hello", "/").body()).isEqualTo("one");

    Path clone = folder.resolve("clone");
    Outcome cloned = client.run("clone", clone, url, TestPlatform.KEY);
    assertThat(cloned.succeeded()).as(cloned.output()).isTrue();
    assertThat(clone.resolve("Procfile")).exists();

    repo.write("Procfile", "web: unknown-program\n").commit("bad");
    Outcome rejected = client.run("push", repo.folder(), url, TestPlatform.KEY);
    assertThat(rejected.succeeded()).as(rejected.output()).isFalse();
    assertThat(rejected.output())
        .contains("command not found: unknown-program", "refused: ", "build failed");
    assertThat(repo.remote("refs/heads/main")).isEqualTo(first);

    Outcome wrong = client.run("push", repo.folder(), url, "wrong-key-of-somebody");
    assertThat(wrong.succeeded()).as(wrong.output()).isFalse();

    assertThat(Apps.web(repo, "two").deploy().succeeded()).isTrue();
    GitRepo old = GitRepo.create(clone, repo.url());
    Outcome fetched = client.run("fetch", clone, url, TestPlatform.KEY);
    assertThat(fetched.succeeded()).as(fetched.output()).isTrue();
    assertThat(old.git("rev-parse", "refs/remotes/origin/main").strip()).isEqualTo(repo.head());

    old.git("checkout", "--quiet", "-B", "main", first);
    Apps.web(old, "three").commit("three");
    Outcome behind = client.run("push", clone, url, TestPlatform.KEY);
    assertThat(behind.succeeded()).as(behind.output()).isFalse();
    assertThat(platform.get("hello", "/").body()).isEqualTo("two");
  }

  /**
   * A script for each action.
   *
   * @param probe shows whether its library is there; empty to look into the clients' folder
   */
  private record ScriptClient(String script, String program, String probe, String install)
      implements Client {
    @Override
    public String missing() throws Exception {
      boolean there =
          probe.isEmpty()
              ? Files.isDirectory(CLIENTS.resolve("node_modules").resolve(install))
              : Files.isExecutable(Path.of(program))
                  && run(List.of(program, "-c", probe)).succeeded();
      return there ? "" : install + " not found: bin/verify installs it";
    }

    @Override
    public Outcome run(String action, Path folder, String url, String key) throws Exception {
      Path file = Files.createTempFile("client", script);
      try (InputStream in = ForeignClientIT.class.getResourceAsStream("/clients/" + script)) {
        Files.write(file, in.readAllBytes());
        return run(List.of(program, file.toString(), action, folder.toString(), url, "test", key));
      } finally {
        Files.delete(file);
      }
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("CLIENTS", CLIENTS.toString());
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Outcome(process.exitValue() == 0, output);
    }

    @Override
    public String toString() {
      return script;
    }
  }

  /** JGit, as a client. */
  private record JGitClient() implements Client {
    @Override
    public String missing() {
      return "";
    }

    @Override
    public Outcome run(String action, Path folder, String url, String key) throws IOException {
      var login = new UsernamePasswordCredentialsProvider("test", key);
      StringWriter said = new StringWriter();
      try {
        if (action.equals("clone")) {
          Git.cloneRepository()
              .setURI(url)
              .setDirectory(folder.toFile())
              .setCredentialsProvider(login)
              .call()
              .close();
          return new Outcome(true, "");
        }
        try (Git git = Git.open(folder.toFile())) {
          return action.equals("push") ? push(git, url, login) : fetch(git, url, login, said);
        }
      } catch (GitAPIException e) {
        return new Outcome(false, "refused: " + e);
      }
    }

    private static Outcome fetch(
        Git git, String url, UsernamePasswordCredentialsProvider login, StringWriter said)
        throws GitAPIException {
      git.fetch()
          .setRemote(url)
          .setRefSpecs(new RefSpec("+refs/heads/main:refs/remotes/origin/main"))
          .setCredentialsProvider(login)
          .setProgressMonitor(new TextProgressMonitor(said))
          .call();
      return new Outcome(true, said.toString());
    }

    private static Outcome push(Git git, String url, UsernamePasswordCredentialsProvider login)
        throws GitAPIException {
      Iterable<PushResult> results =
          git.push()
              .setRemote(url)
              .setRefSpecs(new RefSpec("refs/heads/main:refs/heads/main"))
              .setCredentialsProvider(login)
              .call();
      PushResult result = results.iterator().next();
      RemoteRefUpdate update = result.getRemoteUpdate("refs/heads/main");
      boolean done = update.getStatus() == RemoteRefUpdate.Status.OK;
      String refusal = done ? "" : "refused: " + update.getStatus() + " " + update.getMessage();
      return new Outcome(done, result.getMessages() + refusal);
    }

    @Override
    public String toString() {
      return "JGit";
    }
  }
}
