package dev.dynogrid.benchmarks.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A clone of a sample app, pushed by the real git. */
final class Git {
  private final Path folder;
  private final String url;

  private Git(Path folder, String url) {
    this.folder = folder;
    this.url = url;
  }

  static Git copyOf(Path sample, Path folder, String url) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<Path> files;
    try (Stream<Path> all = Files.walk(sample)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = folder.resolve(sample.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    Git git = new Git(folder, url);
    Files.writeString(folder.resolve(".gitignore"), "target/\nbin/\n.gitignore\n");
    git.run("init", "--quiet", "--initial-branch=main");
    git.run("config", "user.name", "bench");
    git.run("config", "user.email", "bench@localhost");
    return git;
  }

  Path folder() {
    return folder;
  }

  /** A commit in which one text of one file is another. */
  void change(String file, String from, String to) throws IOException, InterruptedException {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path).replace(from, to));
    run("add", "--all");
    run("commit", "--quiet", "-m", "change");
  }

  /** Returns what git printed. */
  String push(String ref) throws IOException, InterruptedException {
    return run("push", "--force", url, "HEAD:" + ref);
  }

  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("git " + arguments[0] + " failed: " + output);
    }
    return output;
  }
}
