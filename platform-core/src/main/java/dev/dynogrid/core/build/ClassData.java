package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An archive of the JDK's compiler as it is in memory, in an app's build cache: the first build
 * writes it, which takes half a second, and spares every later one a third of its time.
 */
final class ClassData {
  private final Path archive;
  private final Path unfinished;

  private ClassData(Path archive) {
    this.archive = archive;
    this.unfinished = archive.resolveSibling(archive.getFileName() + ".new");
  }

  static ClassData in(Path cache) {
    String vm = System.getProperty("java.vm.version", "").replaceAll("[^A-Za-z0-9.]", "_");
    return new ClassData(cache.resolve("javac-" + vm + ".jsa"));
  }

  /** What the JVM is told. */
  String option() {
    return Files.exists(archive)
        ? "-XX:SharedArchiveFile=" + archive
        : "-XX:ArchiveClassesAtExit=" + unfinished;
  }

  /** The compiler has ended well: so has what it wrote. */
  void keep() throws IOException {
    if (Files.exists(unfinished)) {
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
