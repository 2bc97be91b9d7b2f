package dev.dynogrid.tck.memory;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.api.model.SlugId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Packs the source as it is, and takes the process types from its {@code Procfile}. Starts no
 * process, so that a test needs no tools; what it makes runs on an {@link InMemoryMachine}.
 */
public final class InMemorySlugCompiler implements SlugCompiler {
  private static final String PROCFILE = "Procfile";

  private final SlugStore slugs;
  private volatile Duration buildTime = Duration.ZERO;

  /** A compiler that keeps what it makes in this store. */
  public InMemorySlugCompiler(SlugStore slugs) {
    this.slugs = slugs;
  }

  /** How long each build takes from now on. */
  public InMemorySlugCompiler withBuildTime(Duration time) {
    buildTime = time;
    return this;
  }

  @Override
  public Slug compile(CompileRequest request, BuildOutput output, Early early)
      throws InterruptedException {
    if (!request.buildpacks().isEmpty()) {
      throw new BuildFailedException("there are no buildpacks in memory: choose none");
    }
    String inputs = inputs(request);
    try {
      Optional<Slug> same = unchanged(request, inputs);
      if (same.isPresent()) {
        output.step("Nothing changed: using the slug of an earlier build");
        return same.get();
      }
      Path app = request.stack().appDirectory().orElse(request.workspace().resolve("app"));
      Files.createDirectories(app);
      request.source().writeTo(app);
      refuseLinks(app);
      Map<ProcessType, String> types = processTypes(app);
      output.step("Procfile app detected");
      build(request);
      byte[] tar = SlugTar.of(app);
      checkSize(tar.length, request.sizeLimit());
      SlugId id = InMemorySlugStore.idOf(tar);
      slugs.put(id, out -> out.write(tar));
      output.step("Slug size is " + tar.length + " bytes");
      return new Slug(
          id,
          tar.length,
          "Procfile",
          request.stack().name(),
          app.toString(),
          types,
          Map.of(),
          HealthCheck.ROOT,
          inputs);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.EXHAUSTED, "the build of " + request.appName() + " could not go on: " + e, e);
    }
  }

  /** Work that ends by itself, by the time limit, or by interruption. */
  private void build(CompileRequest request) throws InterruptedException {
    boolean late = buildTime.compareTo(request.timeLimit()) > 0;
    Duration time = late ? request.timeLimit() : buildTime;
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    if (late) {
      throw new BuildFailedException("the build took longer than " + request.timeLimit());
    }
  }

  /** Nothing else decides what comes out. */
  private static String inputs(CompileRequest request) {
    return InMemorySlugStore.idOf(
            (request.source().digest() + " " + request.stack().name())
                .getBytes(StandardCharsets.UTF_8))
        .sha256();
  }

  private Optional<Slug> unchanged(CompileRequest request, String inputs) throws IOException {
    for (Slug slug : request.previous()) {
      if (slug.inputs().equals(inputs) && slugs.contains(slug.id())) {
        return Optional.of(slug);
      }
    }
    return Optional.empty();
  }

  private static void refuseLinks(Path app) throws IOException {
    try (Stream<Path> walk = Files.walk(app)) {
      Optional<Path> link = walk.filter(Files::isSymbolicLink).findFirst();
      if (link.isPresent()) {
        throw new BuildFailedException(
            "symbolic links are not for slugs in memory: " + app.relativize(link.get()));
      }
    }
  }

  private static void checkSize(int bytes, long limit) {
    if (bytes > limit) {
      throw new BuildFailedException(
          "the slug has "
              + bytes
              + " bytes: remove what the app does not need (limit: "
              + limit
              + ")");
    }
  }

  private static Map<ProcessType, String> processTypes(Path app) throws IOException {
    Path procfile = app.resolve(PROCFILE);
    if (!Files.isRegularFile(procfile, LinkOption.NOFOLLOW_LINKS)) {
      throw new BuildFailedException("no Procfile: add one (web: command)");
    }
    Map<ProcessType, String> types = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(procfile);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String where = PROCFILE + ", line " + (i + 1) + ": ";
        String[] parts = line.split(":", 2);
        if (parts.length < 2 || !parts[0].matches("[A-Za-z0-9_-]{1,63}")) {
          throw new BuildFailedException(where + "not 'type: command': " + line);
        }
        if (types.put(new ProcessType(parts[0]), parts[1].strip()) != null) {
          throw new BuildFailedException(where + "process type " + parts[0] + " is there twice");
        }
      }
    }
    return types;
  }
}
