package dev.dynogrid.core.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A repository of an app's owner, worked on by the real git. */
public final class GitRepo {
  private static final long LIMIT_SECONDS = 110;

  private final Path folder;
  private final String url;

  private GitRepo(Path folder, String url) {
    this.folder = folder;
    this.url = url;
  }

  /** What git printed, and its exit status. */
  public record Result(int status, String output) {
    public boolean succeeded() {
      return status == 0;
    }
  }

  public static GitRepo create(Path folder, String url) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    GitRepo repo = new GitRepo(folder, url);
    repo.git("init", "--quiet", "--initial-branch=main");
    return repo;
  }

  public Path folder() {
    return folder;
  }

  public String url() {
    return url;
  }

  public GitRepo write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    return this;
  }

  public GitRepo executable(String file) {
    if (!folder.resolve(file).toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot make executable: " + file);
    }
    return this;
  }

  public GitRepo remove(String file) throws IOException {
    Files.delete(folder.resolve(file));
    return this;
  }

  public GitRepo commit(String message) throws IOException, InterruptedException {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return this;
  }

  /** Commits everything and pushes it to main. */
  public Result deploy() throws IOException, InterruptedException {
    return commit("change").push("HEAD:refs/heads/main");
  }

  /** The same, to another address. */
  public Result deploy(String to) throws IOException, InterruptedException {
    commit("change");
    return run(List.of("push", to, "HEAD:refs/heads/main"));
  }

  public Result push(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("push", url));
    all.addAll(List.of(arguments));
    return run(all);
  }

  public String head() throws IOException, InterruptedException {
    return git("rev-parse", "HEAD").strip();
  }

  /** The commit of a branch at the platform; empty if there is none. */
  public String remote(String ref) throws IOException, InterruptedException {
    String line = run(List.of("ls-remote", url, ref)).output().strip();
    return line.isEmpty() ? "" : line.split("\\s")[0];
  }

  public String git(String... arguments) throws IOException, InterruptedException {
    Result result = run(List.of(arguments));
    if (!result.succeeded()) {
      throw new IllegalStateException(
          "git " + String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }

  private Result run(List<String> arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("git " + arguments + " did not end: " + output);
    }
    return new Result(process.exitValue(), output);
  }

  /** Starts git, for those who watch it while it runs. */
  public Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_AUTHOR_NAME",
                "Test",
                "GIT_AUTHOR_EMAIL",
                "test@localhost",
                "GIT_COMMITTER_NAME",
                "Test",
                "GIT_COMMITTER_EMAIL",
                "test@localhost",
                "GIT_TERMINAL_PROMPT",
                "0",
                "GIT_CONFIG_GLOBAL",
                "/dev/null"));
    return builder.start();
  }
}
