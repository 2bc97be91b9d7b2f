package dev.dynogrid.tck;

import java.util.Map;

/**
 * What the dynos of {@link DynoRuntimeContract} run: the files of a slug, and the commands that do
 * what a test needs. {@link PosixTestApp} is one for every runtime that has a POSIX shell; a
 * runtime without one brings its own.
 */
public interface TestApp {
  /** The files of the slug by their path; those that begin with {@code #!} are executable. */
  Map<String, String> files();

  /** Prints {@code ready}, then waits; ends by SIGTERM. */
  String idle();

  /** Prints {@code ready}, then waits; ignores SIGTERM. */
  String ignoreTerm();

  /** Prints {@code bye}, and ends. */
  String exit(int status);

  /** Listens on {@code $PORT} of every address for connections; ends by SIGTERM. */
  String listen();

  /**
   * Leaves a process in the background that ignores SIGTERM and listens on {@code $PORT}, in a
   * session of its own if there is a way to get one; then waits itself, and ends by SIGTERM.
   */
  String listenByOrphan();

  /** Prints {@code line 1 …} to {@code line n …}, each of so many bytes, then waits. */
  String print(int lines, int bytes);

  /** Waits for a second, prints as {@link #print}, then listens. */
  String printLaterThenListen(int lines, int bytes);

  /** Prints one line of so many {@code x}, then {@code end}, then waits. */
  String printLong(int bytes);

  /** Prints {@code NAME=value} of a variable, or {@code NAME is unset}; then waits. */
  String environment(String name);

  /** Prints {@code file=content} of a file of the slug, or {@code file is missing}; then waits. */
  String read(String file);

  /** Tries to make a file in the slug; prints {@code written} or {@code refused}; then waits. */
  String write(String file);

  /** Copies its standard input to its standard output, prints {@code end} to standard error. */
  String copy(int status);

  /** Fills so many bytes of memory, prints {@code filled}, then waits. */
  String fill(long bytes);

  /**
   * Starts so many processes one by one; prints {@code started n} after each, and {@code failed}
   * (or ends) where it cannot; waits.
   */
  String fork(int processes);

  /** Prints {@code terminal ROWS COLUMNS} if its standard output is one, else {@code none}. */
  String terminal();

  /**
   * Prints {@code sees nothing}, unless it sees a process with {@code mark} in its arguments or the
   * directory.
   */
  String find(String mark, String directory);
}
