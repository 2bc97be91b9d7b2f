package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An archive of a build tool's classes as they are in memory, in an app's build cache: the first
 * build writes it, which takes a second or less, and spares every later one a third of its time.
 */
final class ClassData {
  private final Path archive;
  private final Path unfinished;

  private ClassData(Path archive) {
    this.archive = archive;
    this.unfinished = archive.resolveSibling(archive.getFileName() + ".new");
  }

  /**
   * The archive of a tool.
   *
   * @param vm the version of the JVM that runs it, which reads no other's archives
   */
  static ClassData in(Path cache, String tool, String vm) {
    return new ClassData(cache.resolve(tool + "-" + vm.replaceAll("[^A-Za-z0-9.]", "_") + ".jsa"));
  }

  /** What the JVM is told. */
  String option() {
    return Files.exists(archive)
        ? "-XX:SharedArchiveFile=" + archive
        : "-XX:ArchiveClassesAtExit=" + unfinished;
  }

  /** The tool has ended well: so has what it wrote. */
  void keep() throws IOException {
    if (Files.exists(unfinished)) {
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What the tool loads has changed: the next run writes it anew. */
  void forget() throws IOException {
    Files.deleteIfExists(archive);
  }
}
