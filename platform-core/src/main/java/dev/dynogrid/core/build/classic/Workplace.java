package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One build, as the scripts of its buildpacks see it. */
public interface Workplace {
  /** What they work on ({@code BUILD_DIR}), which is also where the app will run. */
  Path app();

  /** What they keep from one build to the next ({@code CACHE_DIR}); there already. */
  Path cache();

  /** One file a config var ({@code ENV_DIR}); there already. */
  Path configVars();

  /** What scripts find in their environment: no config vars. */
  Map<String, String> environment();

  /** Sets variables for the buildpacks that come after. */
  void export(Map<String, String> variables);

  /** Where to tell what is done. */
  BuildOutput output();

  /** Runs a script in the app directory, and returns its status. */
  int run(List<String> command, Consumer<String> lines) throws IOException, InterruptedException;

  /** Runs a script in the app directory, and keeps its output to itself. */
  CommandResult capture(List<String> command) throws IOException, InterruptedException;
}
