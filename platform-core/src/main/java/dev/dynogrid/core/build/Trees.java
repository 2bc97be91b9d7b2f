package dev.dynogrid.core.build;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whole trees of files. */
final class Trees {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxrwxrwx");
  private static final List<String> WRITABLE = List.of("tmp", "log");

  private Trees() {}

  static void remove(Path tree) throws IOException {
    MoreFiles.deleteRecursively(tree, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  /**
   * Copies files, folders and links, with their rights and times, into a folder that is not there
   * yet. Never by hard links: what a later build does to the copy must not reach the original.
   */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.filter(path -> !path.equals(from)).toList();
    }
    for (Path path : all) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(to.resolve(from.relativize(path).toString()));
      } else {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Removes what may be there. */
  static void removeIfThere(Path tree) throws IOException {
    if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      remove(tree);
    }
  }

  /** Makes the folders that dynos may write to. */
  static void makeWritable(Path app) throws IOException {
    for (String name : WRITABLE) {
      Files.createDirectories(app.resolve(name));
    }
  }

  /** Takes the right to write from everything but what dynos may write to. */
  static void makeReadOnly(Path app) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(app)) {
      all = walk.filter(path -> !Files.isSymbolicLink(path)).toList();
    }
    for (Path path : all) {
      Set<PosixFilePermission> before =
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
      Set<PosixFilePermission> after = EnumSet.copyOf(before);
      after.remove(PosixFilePermission.OWNER_WRITE);
      after.remove(PosixFilePermission.GROUP_WRITE);
      after.remove(PosixFilePermission.OTHERS_WRITE);
      boolean open = WRITABLE.contains(app.relativize(path).toString());
      Files.setPosixFilePermissions(path, open ? OPEN : after);
    }
  }
}
