package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.BuildId;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.core.build.classic.BuildpackReference;
import dev.dynogrid.core.build.classic.ClassicBuildpacks;
import dev.dynogrid.core.runtime.ProcessCommandRunner;
import dev.dynogrid.core.store.FileSlugStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** One app on a workbench: its source as a map, and what compilers need around it. */
final class Bench {
  private static final Clock CLOCK = Clock.systemUTC();

  final FileSlugStore slugs;
  final ProcessCommandRunner commands;
  final List<String> output = new CopyOnWriteArrayList<>();
  final List<Slug> previous = new ArrayList<>();
  private final Map<String, String> files = new TreeMap<>();
  private final Path folder;
  private final AppId app = new AppId(UUID.randomUUID());
  private Map<String, String> config = Map.of();
  private List<String> buildpacks = List.of();

  Bench(Path folder) {
    this.folder = folder;
    this.slugs = new FileSlugStore(folder.resolve("slugs"));
    this.commands = new ProcessCommandRunner(folder.resolve("run"));
  }

  /** A file of the source; one whose content begins with #! can be run. */
  Bench write(String name, String content) {
    files.put(name, content);
    return this;
  }

  Bench config(Map<String, String> vars) {
    config = vars;
    return this;
  }

  Bench buildpacks(String... names) {
    buildpacks = List.of(names);
    return this;
  }

  BuildpackSlugCompiler compiler(List<Buildpack> builtIn, String... platformWide) {
    return new BuildpackSlugCompiler(
        builtIn,
        Stream.of(platformWide).map(BuildpackReference::parse).toList(),
        new ClassicBuildpacks(folder.resolve("buildpacks"), folder.resolve("slugs"), CLOCK),
        commands,
        slugs,
        CLOCK);
  }

  Slug compile(SlugCompiler compiler) throws InterruptedException {
    output.clear();
    Path workspace = folder.resolve("work").resolve(UUID.randomUUID().toString());
    Path cache = folder.resolve("cache");
    try {
      Files.createDirectories(workspace);
      Files.createDirectories(cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CompileRequest request =
        new CompileRequest(
            new BuildId(UUID.randomUUID()),
            app,
            new AppName("bench"),
            new Source(Map.copyOf(files)),
            ConfigVars.of(config),
            buildpacks,
            new Stack("bench-stack", Optional.empty()),
            workspace,
            cache,
            previous,
            CompileRequest.DEFAULT_TIME_LIMIT,
            CompileRequest.DEFAULT_SIZE_LIMIT);
    Slug slug = compiler.compile(request, new Lines(output), SlugCompiler.Early.NONE);
    previous.add(slug);
    return slug;
  }

  /** What the slug holds, by name. */
  static Map<String, String> content(Slug slug) throws IOException {
    Path root = Path.of(slug.appDirectory());
    Map<String, String> content = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        content.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return content;
  }

  private record Source(Map<String, String> files) implements SourceTree {
    @Override
    public String digest() {
      return Integer.toHexString(files.hashCode());
    }

    @Override
    public Optional<String> version() {
      return Optional.of("c0ffee");
    }

    @Override
    public void writeTo(Path directory) {
      files.forEach(
          (name, content) -> {
            Path file = directory.resolve(name);
            try {
              Files.createDirectories(file.getParent());
              Files.writeString(file, content);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            if (content.startsWith("#!") && !file.toFile().setExecutable(true)) {
              throw new IllegalStateException("cannot be made executable: " + file);
            }
          });
    }
  }

  private record Lines(List<String> all) implements BuildOutput {
    @Override
    public void step(String text) {
      all.add("-----> " + text);
    }

    @Override
    public void detail(String text) {
      all.addAll(Arrays.asList(("       " + text).split("\n")));
    }

    @Override
    public void warning(String text) {
      all.add(" !     " + text);
    }
  }
}
