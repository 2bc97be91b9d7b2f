package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildpackResult;
import java.io.IOException;
import java.util.Optional;

/** One buildpack of a build, whatever form it has. */
interface Stage {
  /** What people call it; shows no credentials. */
  String name();

  /** Changes when equal source would be compiled to something else. */
  String identity();

  /**
   * Whether it may move or replace the app's own source files, so that they are looked at after.
   */
  boolean movesSource();

  /** Gets what the stage itself needs, before the first stage of the build works. */
  default void prepare(CompileContext context, Scratch scratch) throws IOException {}

  /** What people call such an app; empty if this one does not fit it. */
  Optional<String> detect(CompileContext context) throws IOException, InterruptedException;

  /** Does its work, and tells the context what the ones after it need in their environment. */
  BuildpackResult compile(CompileContext context) throws IOException, InterruptedException;
}
