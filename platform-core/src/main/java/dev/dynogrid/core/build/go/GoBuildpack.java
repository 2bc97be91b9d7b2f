package dev.dynogrid.core.build.go;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Go: the programs of a module are built into {@code bin/}; what the compiler has done is kept for
 * the next build.
 */
public final class GoBuildpack implements Buildpack {
  private static final String PROGRAMS = "bin";
  private static final Pattern MAIN = Pattern.compile("(?m)^package\\s+main\\b");
  private static final Pattern OUT_OF_REACH =
      Pattern.compile("dial tcp|no such host|i/o timeout|connection refused|TLS handshake");
  private static final Pattern SUMS =
      Pattern.compile("missing go\\.sum entry|updates to go\\.mod needed");

  @Override
  public String name() {
    return "go";
  }

  @Override
  public String version() {
    return "1 " + Tools.version("go") + " " + Tools.version("gcc");
  }

  @Override
  public Optional<String> detect(Path app) throws IOException {
    return Files.isRegularFile(app.resolve("go.mod")) || isProgram(app)
        ? Optional.of("Go")
        : Optional.empty();
  }

  private static boolean isProgram(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".go")
            && !name.endsWith("_test.go")
            && MAIN.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    if (Tools.find("go").isEmpty()) {
      throw new BuildFailedException(
          "go not found: install golang-go on the machine that compiles");
    }
    boolean module = Files.isRegularFile(app.resolve("go.mod"));
    GoModule goModule = GoModule.parse(module ? Files.readString(app.resolve("go.mod")) : "");
    List<String> packages = goModule.packages(isProgram(app), commands(app));
    if (packages.isEmpty()) {
      throw new BuildFailedException(
          "no program found: neither the top folder nor one below cmd/ has a package main");
    }
    build(context, module, packages);
    return result(context, goModule);
  }

  private static List<String> commands(Path app) throws IOException {
    Path folder = app.resolve("cmd");
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.sorted().toList()) {
        if (isProgram(path)) {
          names.add(path.getFileName().toString());
        }
      }
    }
    return names;
  }

  private static void build(BuildContext context, boolean module, List<String> packages)
      throws IOException, InterruptedException {
    context.output().step("Building " + String.join(", ", packages) + " with Go");
    List<String> command =
        new ArrayList<>(List.of("go", "build", "-ldflags=-s -w", "-o", PROGRAMS + "/"));
    if (isWorthTrimming(context.appDirectory())) {
      command.add("-trimpath");
    }
    command.addAll(packages);
    CommandResult result = context.capture(command, environment(context, module));
    if (!result.succeeded()) {
      throw new BuildFailedException(
          "go build found errors\n" + explained(result.output().strip()));
    }
    result.output().lines().forEach(context.output()::detail);
  }

  private static String explained(String output) {
    if (OUT_OF_REACH.matcher(output).find()) {
      return output
          + "\nthe module proxy is out of reach: commit the modules (go mod vendor), name another"
          + " proxy in the config var GOPROXY, or push again when it can be reached";
    } else if (SUMS.matcher(output).find()) {
      return output + "\nrun go mod tidy, commit go.mod and go.sum, and push again";
    }
    return output;
  }

  /**
   * Whether paths are to be left out of what is built, so that the cache serves builds in other
   * folders. That has its price where the toolchain brings its library compiled (before Go 1.20):
   * the first build compiles that anew, which takes half a minute.
   */
  private static boolean isWorthTrimming(Path app) throws IOException {
    if (Files.isDirectory(app.resolve("vendor"))) {
      return true;
    }
    Path compiled = Tools.find("go").orElseThrow().toRealPath().resolve("../../pkg").normalize();
    if (!Files.isDirectory(compiled)) {
      return true;
    }
    try (Stream<Path> systems = Files.list(compiled)) {
      return systems.noneMatch(system -> Files.exists(system.resolve("net/http.a")));
    }
  }

  private static Map<String, String> environment(BuildContext context, boolean module) {
    Path cache = context.cacheDirectory().resolve("go");
    Map<String, String> environment = new HashMap<>();
    environment.put("GOCACHE", cache.resolve("build").toString());
    environment.put("GOPATH", cache.resolve("path").toString());
    environment.put("GOMODCACHE", cache.resolve("modules").toString());
    environment.put("GOFLAGS", "-modcacherw -buildvcs=false");
    environment.put("GO111MODULE", module ? "on" : "off");
    if (Tools.find("gcc").isEmpty()) {
      environment.put("CGO_ENABLED", "0");
    }
    environment.putAll(context.environment());
    return environment;
  }

  private static BuildpackResult result(BuildContext context, GoModule module) throws IOException {
    Path folder = context.appDirectory().resolve(PROGRAMS);
    List<String> programs;
    try (Stream<Path> all = Files.list(folder)) {
      programs = all.map(path -> path.getFileName().toString()).sorted().toList();
    }
    context.output().detail("Programs: " + String.join(", ", programs));
    Map<ProcessType, String> types = new HashMap<>();
    if (context.procfile().isEmpty()) {
      String web =
          module
              .web(programs)
              .orElseThrow(
                  () ->
                      new BuildFailedException(
                          "several programs ("
                              + String.join(", ", programs)
                              + "): add a Procfile (web: bin/NAME) to say which one serves"));
      types.put(ProcessType.WEB, "exec " + PROGRAMS + "/" + web);
    }
    return new BuildpackResult(types, Map.of(), List.of(PROGRAMS));
  }
}
