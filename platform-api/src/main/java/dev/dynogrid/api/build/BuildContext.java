package dev.dynogrid.api.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a buildpack works with. Valid during {@link Buildpack#compile} only. */
public interface BuildContext {
  /** The app: source at first, the content of the slug at the end. Also the working directory. */
  Path appDirectory();

  /** Kept from one build of the app to the next. */
  Path cacheDirectory();

  /**
   * Config vars and {@code STACK}, {@code SOURCE_VERSION}, {@code REQUEST_ID}. May hold secrets.
   */
  Map<String, String> environment();

  /** The commands of the Procfile by type, unchecked; empty without a Procfile. */
  Map<String, String> procfile();

  /** Where to tell what is done. */
  BuildOutput output();

  /**
   * Runs a program in the app directory, and gives its output on as details.
   *
   * @param command the program and its arguments; no shell reads them
   * @param environment set over {@link #environment}
   * @throws BuildFailedException if it cannot be started, or exits with another status than 0
   */
  void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException;

  /**
   * Runs a program in the app directory, and hands its output on line by line.
   *
   * @param command the program and its arguments; no shell reads them
   * @param environment set over {@link #environment}
   * @param lines is given each line while the program runs, on one thread
   * @return the exit status; 128 + n if signal n ended it, 127 if there is no such program
   */
  int run(List<String> command, Map<String, String> environment, Consumer<String> lines)
      throws IOException, InterruptedException;

  /**
   * Runs a program in the app directory, and keeps its output to itself.
   *
   * @return how it ended, and the newest 1 MB of what it wrote
   */
  CommandResult capture(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException;
}
