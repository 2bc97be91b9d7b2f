package dev.dynogrid.core.build.node;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.site.BuiltSite;
import dev.dynogrid.core.build.tool.Tools;
import dev.dynogrid.core.build.tool.WebCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Node: packages by npm, or by yarn or pnpm if one of their lock files is there; a build script;
 * the web process is {@code start} of package.json, or {@code server.js}, or the main file, or a
 * server for the files that the build made.
 */
public final class NodeBuildpack implements Buildpack {
  private static final Set<String> PROGRAMS =
      Set.of("node", "npm", "npx", "yarn", "pnpm", "next", "nest", "pm2", "ts-node", "tsx");
  private static final List<String> OTHER_LANGUAGES =
      List.of(
          "requirements.txt",
          "Pipfile",
          "pyproject.toml",
          "manage.py",
          "setup.py",
          "go.mod",
          "pom.xml",
          "build.gradle",
          "build.gradle.kts");

  @Override
  public String name() {
    return "node";
  }

  @Override
  public String version() {
    return "1 " + Tools.version("node") + " " + Tools.version("npm");
  }

  /** A front end in an app of another language does not make it a Node app. */
  @Override
  public Optional<String> detect(Path app) throws IOException {
    boolean manifest = Files.isRegularFile(app.resolve(PackageJson.NAME));
    boolean script =
        Files.isRegularFile(app.resolve("server.js"))
            && !Files.isRegularFile(app.resolve("index.html"));
    if (!manifest && !script) {
      return Optional.empty();
    }
    boolean other =
        OTHER_LANGUAGES.stream().anyMatch(file -> Files.isRegularFile(app.resolve(file)));
    return !other || isStartedByNode(app, manifest) ? Optional.of("Node.js") : Optional.empty();
  }

  private static boolean isStartedByNode(Path app, boolean manifest) throws IOException {
    Optional<String> program = WebCommand.program(app);
    if (program.isPresent()) {
      return PROGRAMS.contains(program.get());
    }
    return Files.isRegularFile(app.resolve("server.js"))
        || (manifest && PackageJson.readFrom(app).script("start").isPresent());
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    PackageJson packageJson =
        Files.isRegularFile(app.resolve(PackageJson.NAME))
            ? PackageJson.readFrom(app)
            : PackageJson.parse("{}");
    require("node", "nodejs");
    if (!packageJson.needsNothing() || packageJson.buildScript().isPresent()) {
      require("npm", "npm");
    }
    Map<String, String> environment = NodeEnvironment.ofBuild(context);
    warnOfVersion(context, packageJson);
    build(context, packageJson, environment);
    return result(context, packageJson);
  }

  private static void require(String program, String install) {
    if (Tools.find(program).isEmpty()) {
      throw new BuildFailedException(
          program + " not found: install " + install + " on the machine that compiles");
    }
  }

  private static void warnOfVersion(BuildContext context, PackageJson packageJson)
      throws IOException, InterruptedException {
    if (packageJson.nodeRange().isEmpty()) {
      return;
    }
    String wanted = packageJson.nodeRange().get();
    String found = context.capture(List.of("node", "--version"), Map.of()).output().strip();
    boolean fits =
        NodeRange.parse(wanted)
            .map(range -> !found.matches("v\\d+\\.\\d+\\.\\d+.*") || range.contains(found))
            .orElse(true);
    if (!fits) {
      context
          .output()
          .warning(
              "engines of package.json asks for node "
                  + wanted
                  + ", this machine has "
                  + found
                  + ": the app is built for and run by that");
    }
  }

  private static void build(
      BuildContext context, PackageJson packageJson, Map<String, String> environment)
      throws IOException, InterruptedException {
    Optional<String> build = packageJson.buildScript();
    boolean development = build.isPresent() || packageJson.hasHooks();
    PackageManager manager =
        PackageManager.choose(
            packageJson,
            new AppFiles(context.appDirectory()),
            program -> Tools.find(program).isPresent());
    NodeModules modules = new NodeModules(context, packageJson, manager, environment, development);
    if (packageJson.script("heroku-prebuild").isPresent()) {
      runScript(context, "heroku-prebuild", environment);
    }
    modules.install();
    KeptFolders kept = KeptFolders.of(context, packageJson);
    if (build.isPresent()) {
      kept.restore();
      runScript(context, build.get(), environment);
      kept.keep();
    }
    List<String> commands = new ArrayList<>(context.procfile().values());
    packageJson.script("start").ifPresent(commands::add);
    modules.prune(commands);
    if (packageJson.script("heroku-cleanup").isPresent()) {
      runScript(context, "heroku-cleanup", environment);
    }
  }

  private static void runScript(
      BuildContext context, String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    context.output().step("Running " + script + " of package.json");
    context.run(List.of("npm", "run", "--silent", script), environment);
  }

  private static BuildpackResult result(BuildContext context, PackageJson packageJson)
      throws IOException, InterruptedException {
    Path app = context.appDirectory();
    Map<String, String> environment = NodeEnvironment.ofDynos(packageJson);
    List<String> path = List.of("node_modules/.bin");
    if (!context.procfile().isEmpty()) {
      return new BuildpackResult(Map.of(), environment, path);
    }
    Optional<StartCommand> start =
        StartCommand.of(packageJson, file -> Files.isRegularFile(app.resolve(file)));
    if (start.isPresent()) {
      context.output().detail("Started by " + start.get().origin() + ": " + start.get().line());
      return new BuildpackResult(Map.of(ProcessType.WEB, start.get().line()), environment, path);
    }
    Optional<BuiltSite> site = BuiltSite.find(app);
    if (site.isPresent()) {
      context.output().detail("Nothing to start: serving the files of " + site.get().root());
      return new BuildpackResult(
          Map.of(ProcessType.WEB, site.get().install(context)), Map.of(), List.of());
    }
    throw new BuildFailedException(
        "package.json does not say how the app is started: add a start script"
            + " (\"start\": \"node app.js\"), a server.js, or a Procfile (web: command)");
  }

  /** The files of an app, for the choice of who installs. */
  private record AppFiles(Path app) implements PackageManager.Files {
    @Override
    public boolean has(String file) {
      return java.nio.file.Files.isRegularFile(app.resolve(file));
    }

    @Override
    public String text(String file) {
      try {
        return java.nio.file.Files.readString(app.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
