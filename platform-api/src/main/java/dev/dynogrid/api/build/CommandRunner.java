package dev.dynogrid.api.build;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs the programs of builds: confined as the platform confines dynos, and ended with the build.
 *
 * <ul>
 *   <li><b>CR-1</b> (MUST) The program gets the given environment and nothing of the platform's.
 *   <li><b>CR-2</b> (MUST) When {@link #run} returns or throws, nothing that it started runs any
 *       more, children that went their own way included.
 *   <li><b>CR-3</b> (MUST) Interruption and the time limit end the program within a second.
 *   <li><b>CR-4</b> (MUST) Output without line ends is given on in pieces of at most 64 KiB.
 * </ul>
 */
public interface CommandRunner extends AutoCloseable {
  /**
   * Runs a program to its end.
   *
   * @param command what to run
   * @param lines is given each line of standard output and standard error, on one thread
   * @return the exit status; 128 + n if signal n ended it
   * @throws IOException if it cannot be started
   */
  int run(Command command, Consumer<String> lines) throws IOException, InterruptedException;

  /** Lets go of what is kept for the next run. Does not throw; nothing if called again. */
  @Override
  default void close() {}

  /**
   * A program to run.
   *
   * @param arguments the program, then its arguments; no shell reads them
   * @param directory the working directory
   * @param environment all of it
   * @param timeLimit after it the program is ended, and the status is 124
   */
  record Command(
      List<String> arguments, Path directory, Map<String, String> environment, Duration timeLimit) {
    /** Takes copies. */
    public Command {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }
}
