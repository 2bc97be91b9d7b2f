package dev.dynogrid.api.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The source of an app at one point of its history. */
public interface SourceTree {
  /** A digest of the content: equal trees have equal digests. For git, the id of the tree. */
  String digest();

  /** What people call this source ({@code SOURCE_VERSION}): for git, the commit's 40 digits. */
  Optional<String> version();

  /**
   * Writes the files into an existing, empty directory, with their executable bits and symbolic
   * links. The content is not trusted: nothing is written outside of the directory, whatever names
   * and links the source has.
   *
   * @throws BuildFailedException if the source holds what cannot be compiled, such as a submodule
   *     or a link that leads out of the tree; the message names it
   */
  void writeTo(Path directory) throws IOException, InterruptedException;
}
