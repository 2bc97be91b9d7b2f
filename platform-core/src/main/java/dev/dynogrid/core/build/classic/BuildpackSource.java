package dev.dynogrid.core.build.classic;

import java.io.IOException;
import java.nio.file.Path;

/** A buildpack that was found, before it is put to work. */
public interface BuildpackSource {
  /** Changes with its content: of a git repository the commit, else a digest. */
  String identity();

  /**
   * Writes a copy that one build may do with as it likes.
   *
   * @param directory is made, and must not be there yet
   */
  void copyTo(Path directory) throws IOException;
}
