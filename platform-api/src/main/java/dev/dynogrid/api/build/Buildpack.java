package dev.dynogrid.api.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Knows one language or framework: recognises apps, and makes them ready to run.
 *
 * <ul>
 *   <li><b>BP-1</b> (MUST) {@link #detect} reads the source and changes nothing. It is quick: it
 *       looks at names and at small files, and starts no process.
 *   <li><b>BP-2</b> (MUST) {@link #compile} changes the app directory and the cache alone, and
 *       starts processes through {@link BuildContext#run} alone, so that they are confined and
 *       ended with the build.
 *   <li><b>BP-3</b> (MUST) A fault of the source is a {@link BuildFailedException} which names file
 *       and line where there is one.
 *   <li><b>BP-4</b> (MUST) {@link #version} changes when equal source would be compiled to
 *       something else: it is part of a slug's inputs, and so are the versions of tools.
 *   <li><b>BP-5</b> (MUST) It keeps no state between calls and is safe for use by many threads.
 * </ul>
 */
public interface Buildpack {
  /** A short name, such as {@code ruby}. */
  String name();

  /** Names everything but the source that decides what comes out. */
  String version();

  /**
   * Whether this buildpack can compile the app.
   *
   * @param appDirectory the source
   * @return what people call such an app, as in {@code Ruby app detected}; empty if it is another's
   */
  Optional<String> detect(Path appDirectory) throws IOException;

  /** Makes the app ready to run, in its directory. */
  BuildpackResult compile(BuildContext context) throws IOException, InterruptedException;
}
