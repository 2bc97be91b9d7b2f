package dev.dynogrid.core.deploy;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Removes trees of files, read-only ones too. */
final class Trees {
  private Trees() {}

  static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> directories;
    try (Stream<Path> all = Files.walk(tree)) {
      directories = all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path directory : directories) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    MoreFiles.deleteRecursively(tree, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
