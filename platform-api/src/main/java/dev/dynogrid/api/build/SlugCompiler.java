package dev.dynogrid.api.build;

import dev.dynogrid.api.model.Slug;

/**
 * Compiles source into a slug.
 *
 * <ul>
 *   <li><b>SC-1</b> (MUST) When {@link #compile} returns, the slug's archive is in the {@link
 *       SlugStore} under its id, whole and durable. When it throws, nothing refers to what it left.
 *   <li><b>SC-2</b> (MUST) The id is the SHA-256 of the uncompressed archive: a tar in canonical
 *       order, without owners, file times kept. Symbolic links that lead out of the app are
 *       refused.
 *   <li><b>SC-3</b> (MUST) The app is compiled at the path that the slug names as its app
 *       directory, and that is the path at which the stack's dynos see it.
 *   <li><b>SC-4</b> (MUST) A fault of the source is a {@link BuildFailedException} whose message
 *       names the file and the line where there is one; the compiler's own faults are other
 *       exceptions.
 *   <li><b>SC-5</b> (MUST) Interrupting the thread ends the build within a second, and so does the
 *       time limit: with every process that it started.
 *   <li><b>SC-6</b> (MUST) Output is given on while the build runs, line by line.
 *   <li><b>SC-7</b> (MUST) The source is not trusted: a build reads and writes its workspace and
 *       its cache alone, and gets no environment but its own.
 *   <li><b>SC-8</b> (SHOULD) Equal {@linkplain Slug#inputs inputs} give an equal slug; a compiler
 *       that finds {@link CompileRequest#previous} made from the same inputs returns it as it is.
 *   <li><b>SC-9</b> (MUST) It is safe for use by many threads: builds of different apps run at
 *       once. The platform never runs two builds of one app at once.
 *   <li><b>SC-10</b> (MAY) A slug whose tree is whole and read-only may be told to {@link Early}
 *       while the rest goes on (looking at sources, storing the archive): its dynos are then tried
 *       meanwhile, and stopped if {@code compile} throws after all. At most once a build.
 * </ul>
 */
public interface SlugCompiler extends AutoCloseable {
  /**
   * Compiles, on the calling thread.
   *
   * @param early hears of the slug before this returns, if the compiler wants to tell (SC-10)
   * @throws BuildFailedException if the source cannot be compiled
   * @throws InterruptedException if the build was cancelled
   */
  Slug compile(CompileRequest request, BuildOutput output, Early early) throws InterruptedException;

  /**
   * Lets go of what is kept for the next build; called once the platform has ended all builds. Does
   * not throw; nothing if called again.
   */
  @Override
  default void close() {}

  /** Hears of a slug that can be started although its compiler is not done with it. */
  @FunctionalInterface
  interface Early {
    /** Does nothing: the slug is started when it has been returned. */
    Early NONE = slug -> {};

    /** The slug is whole where it will run. Returns quickly, and does not throw. */
    void startable(Slug slug);
  }
}
