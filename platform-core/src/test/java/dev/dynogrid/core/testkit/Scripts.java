package dev.dynogrid.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes classic buildpacks, as folders of scripts. */
public final class Scripts {
  private final Path folder;

  public Scripts(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  public Path folder() {
    return folder;
  }

  /** A script of that name, by bash, that stops at the first error. */
  public Scripts bash(String name, String... lines) throws IOException {
    return file(name, "#!/usr/bin/env bash\nset -eo pipefail\n" + String.join("\n", lines) + "\n")
        .executable(name);
  }

  /** A file as it is, which cannot be run. */
  public Scripts file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  private Scripts executable(String name) {
    if (!folder.resolve(name).toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot be made executable: " + name);
    }
    return this;
  }

  /** Takes it for every app. */
  public Scripts detects(String language) throws IOException {
    return bash("bin/detect", "echo '" + language + "'");
  }

  /** Commits what there is. */
  public GitRepo commit() throws IOException, InterruptedException {
    return commitFor("");
  }

  /** Commits what there is, to be pushed to a URL. */
  public GitRepo commitFor(String url) throws IOException, InterruptedException {
    return GitRepo.create(folder, url).commit("change");
  }
}
