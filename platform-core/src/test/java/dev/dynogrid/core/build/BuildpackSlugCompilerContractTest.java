package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.core.build.classic.ClassicBuildpacks;
import dev.dynogrid.core.runtime.ProcessCommandRunner;
import dev.dynogrid.tck.SlugCompilerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class BuildpackSlugCompilerContractTest extends SlugCompilerContract {
  private static final String SLOW = "SLOW";

  @Override
  protected SlugCompiler newCompiler(SlugStore into, Path folder) {
    return new BuildpackSlugCompiler(
        Buildpacks.after(List.of(new SlowBuildpack())),
        List.of(),
        new ClassicBuildpacks(folder.resolve("buildpacks"), folder, Clock.systemUTC()),
        new ProcessCommandRunner(folder),
        into,
        Clock.systemUTC());
  }

  @Override
  protected Map<String, String> slowApp(String mark) {
    Map<String, String> files = new HashMap<>(app());
    files.put(SLOW, mark);
    return files;
  }

  /** Takes minutes, in a process and in one that it leaves in a session of its own. */
  private static final class SlowBuildpack implements Buildpack {
    private static final String SCRIPT =
        "echo building; trap '' TERM; setsid perl -e 'sleep 600' \"$0\" & "
            + "perl -e 'sleep 600' \"$0\"; true";

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Optional<String> detect(Path appDirectory) {
      return Files.exists(appDirectory.resolve(SLOW)) ? Optional.of("Slow") : Optional.empty();
    }

    @Override
    public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
      String mark = Files.readString(context.appDirectory().resolve(SLOW));
      context.run(List.of("sh", "-c", SCRIPT, mark), Map.of());
      return BuildpackResult.NOTHING;
    }
  }
}
