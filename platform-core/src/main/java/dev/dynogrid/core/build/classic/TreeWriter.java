package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes the files of a buildpack, as many and as large as a buildpack may be. */
final class TreeWriter {
  /** Much more than the largest known ones have. */
  static final int MOST_FILES = 50_000;

  static final long MOST_BYTES = 256L * 1024 * 1024;

  private final String buildpack;
  private final Path root;
  private long bytesLeft = MOST_BYTES;
  private int filesLeft = MOST_FILES;

  /**
   * A writer.
   *
   * @param buildpack its name, for people
   * @param root is made, and must not be there yet
   */
  TreeWriter(String buildpack, Path root) throws IOException {
    this.buildpack = buildpack;
    this.root = root;
    Files.createDirectories(root);
  }

  /** Gives the content of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void directory(String name) throws IOException {
    Files.createDirectory(place(name));
  }

  void link(String name, String target) throws IOException {
    Files.createSymbolicLink(place(name), Path.of(target));
  }

  void file(String name, boolean executable, Content content) throws IOException {
    Path file = place(name);
    try (OutputStream out =
        new Counting(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      content.writeTo(out);
    }
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** What is made is new, so no earlier link can lead it elsewhere. */
  private Path place(String name) {
    Path path = root.resolve(name);
    if (!path.equals(path.normalize()) || !path.startsWith(root) || path.equals(root)) {
      throw new BuildFailedException("buildpack " + buildpack + ": a file leaves it: " + name);
    }
    filesLeft--;
    if (filesLeft < 0) {
      throw new BuildFailedException(
          "buildpack " + buildpack + ": more than " + MOST_FILES + " files");
    }
    return path;
  }

  private final class Counting extends FilterOutputStream {
    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      count(1);
      out.write(b);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      count(length);
      out.write(data, offset, length);
    }

    private void count(int more) {
      bytesLeft -= more;
      if (bytesLeft < 0) {
        throw new BuildFailedException(
            "buildpack " + buildpack + ": larger than " + MOST_BYTES / 1024 / 1024 + " MB");
      }
    }
  }
}
