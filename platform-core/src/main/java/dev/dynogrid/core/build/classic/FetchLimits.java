package dev.dynogrid.core.build.classic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends a fetch that nobody waits for any more, or that brings more than a buildpack may have. */
final class FetchLimits extends EmptyProgressMonitor {
  private static final int ASKED_FOR_EACH_LOOK = 256;

  private final Path objects;
  private final long mostBytes;
  private volatile boolean abandoned;
  private volatile boolean tooLarge;
  private int asked;

  FetchLimits(Path repository, long mostBytes) {
    this.objects = repository.resolve("objects");
    this.mostBytes = mostBytes;
  }

  void abandon() {
    abandoned = true;
  }

  boolean tooLarge() {
    return tooLarge;
  }

  @Override
  public boolean isCancelled() {
    asked++;
    if (asked % ASKED_FOR_EACH_LOOK == 0 && bytes(objects) > mostBytes) {
      tooLarge = true;
    }
    return abandoned || tooLarge;
  }

  /** All files below a folder; what goes away meanwhile is not counted. */
  static long bytes(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException | IOException e) {
      // A file that git has just renamed: the next look will count it.
      return 0;
    }
  }
}
