package dev.dynogrid.core.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds out whether source files of one language can be parsed, without running them. */
interface SourceCheck {
  /** Part of the names under which results are kept. */
  String name();

  /** Whether the file is of the language. */
  boolean covers(String fileName);

  /**
   * What decides the result beside the file: the tool and its version; empty if it is not there.
   */
  String toolVersion();

  /**
   * Parses.
   *
   * @param files relative to the app
   * @throws dev.dynogrid.api.build.BuildFailedException if one cannot be parsed, with its line
   */
  void check(CompileContext context, List<Path> files) throws IOException, InterruptedException;
}
