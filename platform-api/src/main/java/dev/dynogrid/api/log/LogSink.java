package dev.dynogrid.api.log;

/**
 * Takes log lines. The platform keeps the newest lines of every app itself; further sinks get the
 * same lines, for shipping them elsewhere.
 *
 * <ul>
 *   <li><b>LS-1</b> (MUST) {@link #accept} neither blocks nor throws: it is called on the threads
 *       that carry requests and read dynos' output. A sink that cannot keep up drops lines, oldest
 *       first, and says in-band how many.
 *   <li><b>LS-2</b> (MUST) It is safe for use by many threads. Lines of one process come in order;
 *       lines of different processes come as they come.
 *   <li><b>LS-3</b> (SHOULD) One flooding app does not push out the lines of others.
 *   <li><b>LS-4</b> (MUST) Text is passed on as it is, never interpreted: apps are not trusted.
 * </ul>
 */
@FunctionalInterface
public interface LogSink {
  /** Takes one line. */
  void accept(LogLine line);
}
