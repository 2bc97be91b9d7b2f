package dev.dynogrid.core.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks the archive of a slug; nothing is written outside of the directory. */
final class SlugUnpacker {
  private static final int OWNER_EXECUTE = 0100;

  private SlugUnpacker() {}

  static void unpack(InputStream archive, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(archive), "UTF-8")) {
      for (@Nullable TarArchiveEntry entry = tar.getNextEntry();
          entry != null;
          entry = tar.getNextEntry()) {
        write(entry, tar, directory);
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path directory)
      throws IOException {
    Path path = directory.resolve(entry.getName()).normalize();
    if (!path.startsWith(directory)) {
      throw new IOException("the slug names a file outside of it: " + entry.getName());
    }
    Path parent = path.equals(directory) ? directory : path.getParent();
    if (parent != null) {
      refuseLinks(parent, directory);
      Files.createDirectories(parent);
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      writeFile(entry, content, path);
    } else {
      throw new IOException("the slug holds what is no file: " + entry.getName());
    }
  }

  /** A link must not lead a later entry out. */
  private static void refuseLinks(Path parent, Path directory) throws IOException {
    Path at = directory;
    for (Path part : directory.relativize(parent)) {
      at = at.resolve(part);
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("the slug has something below a link: " + at);
      }
    }
  }

  private static void writeFile(TarArchiveEntry entry, InputStream content, Path path)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      content.transferTo(out);
    }
    Files.setPosixFilePermissions(
        path,
        PosixFilePermissions.fromString(
            (entry.getMode() & OWNER_EXECUTE) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
    Files.setLastModifiedTime(path, entry.getLastModifiedTime());
  }
}
