package dev.dynogrid.core.build;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.CommandRunner;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Slug;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles by buildpacks, with the tools of this machine: write the source, choose a buildpack, let
 * it work, check, archive. What can go side by side does: sources are parsed while the archive is
 * written.
 */
public final class BuildpackSlugCompiler implements SlugCompiler {
  private static final String MARKER = "slug.sha256";

  private final List<Buildpack> buildpacks;
  private final CommandRunner commands;
  private final SlugStore slugs;
  private final Clock clock;
  private final SourceChecks sourceChecks =
      new SourceChecks(
          List.of(
              ScriptCheck.OF_RUBY,
              ScriptCheck.OF_PYTHON,
              EachFileCheck.OF_NODE,
              EachFileCheck.OF_SHELL));

  /**
   * A compiler.
   *
   * @param buildpacks asked in this order; the first that recognises an app compiles it
   * @param commands runs their programs
   */
  public BuildpackSlugCompiler(
      List<Buildpack> buildpacks, CommandRunner commands, SlugStore slugs, Clock clock) {
    this.buildpacks = List.copyOf(buildpacks);
    this.commands = commands;
    this.slugs = slugs;
    this.clock = clock;
  }

  /** A buildpack that recognised the app. */
  private record Chosen(Buildpack buildpack, String language) {}

  @Override
  public Slug compile(CompileRequest request, BuildOutput output, Early early)
      throws InterruptedException {
    try {
      return compileIn(request, output, early);
    } catch (IOException | UncheckedIOException e) {
      throw new DynogridException(
          ErrorCode.EXHAUSTED, "the build of " + request.appName() + " could not go on: " + e, e);
    }
  }

  private Slug compileIn(CompileRequest request, BuildOutput output, Early early)
      throws IOException, InterruptedException {
    Path app = request.stack().appDirectory().orElse(request.workspace().resolve("app"));
    Files.createDirectories(app);
    request.source().writeTo(app);
    SlugIgnore.apply(app);
    refuseEmpty(app);
    Optional<Procfile> procfile = Procfile.readFrom(app);
    Chosen chosen = choose(app);
    output.step(chosen.language() + " app detected");
    String inputs = inputs(request, chosen.buildpack());
    Optional<Slug> same = unchanged(request, inputs);
    if (same.isPresent()) {
      output.step("Nothing changed: using the slug of an earlier build");
      return same.get();
    }
    CompileContext context =
        new CompileContext(request, app, commandsOf(procfile), output, commands, clock);
    SideTask checks = SideTask.start("dynogrid-source-checks", () -> sourceChecks.run(context));
    try {
      BuildpackResult result = chosen.buildpack().compile(context);
      context.checkTime();
      Map<ProcessType, String> types = processTypes(procfile, result, output, chosen.language());
      ProgramPath programs = new ProgramPath(result.path());
      programs.writeTo(app);
      String searchPath = programs.before(app, Tools.searchPath());
      procfile.ifPresent(file -> new CommandCheck(app, searchPath).check(file));
      HealthCheck health = AppJson.healthCheck(app);
      Trees.makeWritable(app);
      try (SlugArchive archive = SlugArchive.of(app, request.sizeLimit())) {
        Slug slug =
            new Slug(
                archive.id(),
                archive.size(),
                chosen.language(),
                request.stack().name(),
                app.toString(),
                types,
                result.environment(),
                health,
                inputs);
        finish(slug, app);
        early.startable(slug);
        slugs.put(archive.id(), archive::writeTo);
        checks.await();
        context.checkTime();
        output.step("Slug size is " + Bytes.text(archive.size()));
        return slug;
      }
    } finally {
      checks.cancel();
    }
  }

  /** The tree is whole: it is shared by dynos from now on. */
  private static void finish(Slug slug, Path app) throws IOException {
    Trees.makeReadOnly(app);
    Files.writeString(app.resolveSibling(MARKER), slug.id() + "\n");
  }

  private static void refuseEmpty(Path app) throws IOException {
    try (Stream<Path> files = Files.list(app)) {
      if (files.findAny().isEmpty()) {
        throw new BuildFailedException("the repository is empty: commit some files, then push");
      }
    }
  }

  private Chosen choose(Path app) throws IOException {
    for (Buildpack buildpack : buildpacks) {
      Optional<String> language = buildpack.detect(app);
      if (language.isPresent()) {
        return new Chosen(buildpack, language.get());
      }
    }
    throw new BuildFailedException(
        "no language detected: this platform knows "
            + buildpacks.stream().map(Buildpack::name).collect(Collectors.joining(", "))
            + "; add a Procfile (web: command) to say how the app is run");
  }

  /** Everything that decides what comes out. */
  private static String inputs(CompileRequest request, Buildpack buildpack) {
    Hasher hasher = Hashing.sha256().newHasher();
    add(hasher, request.source().digest());
    add(hasher, buildpack.name());
    add(hasher, buildpack.version());
    add(hasher, request.stack().name());
    new TreeMap<>(request.configVars().asMap())
        .forEach(
            (name, value) -> {
              add(hasher, name);
              add(hasher, value);
            });
    return hasher.hash().toString();
  }

  private static void add(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }

  private Optional<Slug> unchanged(CompileRequest request, String inputs) throws IOException {
    for (Slug slug : request.previous()) {
      if (slug.inputs().equals(inputs) && slugs.contains(slug.id())) {
        return Optional.of(slug);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> commandsOf(Optional<Procfile> procfile) {
    Map<String, String> commands = new HashMap<>();
    procfile.ifPresent(
        file ->
            file.entries().forEach((type, entry) -> commands.put(type.value(), entry.command())));
    return commands;
  }

  private static Map<ProcessType, String> processTypes(
      Optional<Procfile> procfile, BuildpackResult result, BuildOutput output, String language) {
    output.step("Discovering process types");
    Map<ProcessType, String> types = new HashMap<>(result.processTypes());
    if (procfile.isPresent()) {
      Map<ProcessType, Procfile.Entry> declared = procfile.get().entries();
      output.detail("Procfile declares types -> " + names(declared.keySet()));
      declared.forEach((type, entry) -> types.put(type, entry.command()));
    } else {
      output.detail("Default types for " + language + " -> " + names(types.keySet()));
    }
    if (types.isEmpty()) {
      throw new BuildFailedException(
          "nothing to run: add a Procfile (web: command) to say how the app is run");
    }
    return types;
  }

  private static String names(Set<ProcessType> types) {
    return new TreeSet<>(types).stream().map(ProcessType::value).collect(Collectors.joining(", "));
  }
}
