package dev.dynogrid.examples.providers;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.HealthCheck;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Slug;
import dev.dynogrid.core.build.SlugArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compiles nothing: takes the one jar that continuous integration has built, and runs it. */
public record JarFolderCompiler(SlugStore slugs) implements SlugCompiler {
  @Override
  public Slug compile(CompileRequest request, BuildOutput output, Early early)
      throws InterruptedException {
    Path app = request.stack().appDirectory().orElse(request.workspace().resolve("app"));
    String stack = request.stack().name();
    String inputs = request.source().digest() + " for " + stack;
    try {
      for (Slug slug : request.previous()) {
        if (slug.inputs().equals(inputs) && slugs.contains(slug.id())) {
          return slug; // SC-8: nothing has changed
        }
      }
      request.source().writeTo(Files.createDirectories(app));
      Map<ProcessType, String> web = Map.of(ProcessType.WEB, "exec java -jar " + jarIn(app));
      output.step("Jar found; process types -> " + web);
      try (SlugArchive tar = SlugArchive.of(app, request.sizeLimit())) {
        slugs.put(tar.id(), tar::writeTo);
        HealthCheck health = HealthCheck.ROOT;
        String path = app.toString();
        return new Slug(tar.id(), tar.size(), "Jar", stack, path, web, Map.of(), health, inputs);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the build of " + request.appName() + " cannot go on", e);
    }
  }

  private static String jarIn(Path app) throws IOException {
    try (Stream<Path> files = Files.list(app)) {
      List<String> all = files.map(file -> file.getFileName().toString()).sorted().toList();
      List<String> jars = all.stream().filter(name -> name.matches("[\\w.-]+\\.jar")).toList();
      if (jars.size() == 1) {
        return jars.get(0);
      }
      throw new BuildFailedException("there should be one jar, beside: " + all);
    }
  }
}
