package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a build needs beside the app, and what goes with the build: copies and config vars. */
final class Scratch implements AutoCloseable {
  private final Path directory;
  private int folders;

  Scratch(Path workspace) {
    this.directory = workspace.resolve("scratch");
  }

  /** A name for a folder that is not there yet. */
  Path newFolder() throws IOException {
    Files.createDirectories(directory);
    folders++;
    return directory.resolve("buildpack-" + folders);
  }

  /** A folder with one file a config var, without a line's end. */
  Path configVars(Map<String, String> vars) throws IOException {
    Path folder = directory.resolve("env");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> variable : vars.entrySet()) {
        Files.writeString(folder.resolve(variable.getKey()), variable.getValue());
      }
    }
    return folder;
  }

  @Override
  public void close() throws IOException {
    Trees.removeIfThere(directory);
  }
}
