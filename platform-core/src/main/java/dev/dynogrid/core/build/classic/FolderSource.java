package dev.dynogrid.core.build.classic;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.ByteStreams;
import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A buildpack that is a folder of this machine, as it is; its {@code .git} is left out. */
final class FolderSource implements BuildpackSource {
  private final String name;
  private final Path folder;
  private final String identity;

  private FolderSource(String name, Path folder, String identity) {
    this.name = name;
    this.folder = folder;
    this.identity = identity;
  }

  /** The folder as it is now. */
  static FolderSource of(String name, Path folder) throws IOException {
    return new FolderSource(name, folder, "folder " + digest(name, folder));
  }

  /** A folder of an app, whose source decides what is in it. */
  static FolderSource inApp(String name, Path folder) {
    return new FolderSource(name, folder, "app " + name);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public void copyTo(Path directory) throws IOException {
    TreeWriter writer = new TreeWriter(name, directory);
    for (Path path : files(name, folder)) {
      String relative = folder.relativize(path).toString();
      if (Files.isSymbolicLink(path)) {
        writer.link(relative, Files.readSymbolicLink(path).toString());
      } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        writer.directory(relative);
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        writer.file(relative, Files.isExecutable(path), out -> Files.copy(path, out));
      }
    }
  }

  /** Parents before children, in an order that depends on names alone. */
  private static List<Path> files(String name, Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      Path git = folder.resolve(".git");
      all =
          walk.filter(path -> !path.equals(folder) && !path.startsWith(git))
              .limit(TreeWriter.MOST_FILES + 1L)
              .sorted()
              .toList();
    }
    if (all.size() > TreeWriter.MOST_FILES) {
      throw new BuildFailedException(
          "buildpack " + name + ": more than " + TreeWriter.MOST_FILES + " files");
    }
    return all;
  }

  private static String digest(String name, Path folder) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Path path : files(name, folder)) {
      hasher.putString(folder.relativize(path) + "\0", StandardCharsets.UTF_8);
      if (Files.isSymbolicLink(path)) {
        hasher.putString("l" + Files.readSymbolicLink(path), StandardCharsets.UTF_8);
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        hasher.putChar(Files.isExecutable(path) ? 'x' : 'f').putBytes(content(path));
      }
    }
    return hasher.hash().toString();
  }

  private static byte[] content(Path file) throws IOException {
    HashingOutputStream hash =
        new HashingOutputStream(Hashing.sha256(), ByteStreams.nullOutputStream());
    Files.copy(file, hash);
    return hash.hash().asBytes();
  }
}
