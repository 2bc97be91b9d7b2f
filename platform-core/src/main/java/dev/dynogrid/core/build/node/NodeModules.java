package dev.dynogrid.core.build.node;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.tool.CachedFolder;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The packages of one app during one build: installed, kept for the next build, pruned. */
final class NodeModules {
  private static final String FOLDER = "node_modules";
  private static final String PROGRAMS = "node_modules/.bin";
  private static final int MOST_ARGUMENTS = 500;
  private static final List<String> INPUTS =
      List.of(
          PackageJson.NAME,
          "package-lock.json",
          "npm-shrinkwrap.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          ".npmrc",
          ".yarnrc",
          ".yarnrc.yml");

  private final BuildContext context;
  private final Path app;
  private final PackageJson packageJson;
  private final PackageManager manager;
  private final Map<String, String> environment;
  private final boolean development;
  private boolean offline;

  /**
   * Nothing is done yet.
   *
   * @param development whether packages that only a build needs are wanted too
   */
  NodeModules(
      BuildContext context,
      PackageJson packageJson,
      PackageManager manager,
      Map<String, String> environment,
      boolean development) {
    this.context = context;
    this.app = context.appDirectory();
    this.packageJson = packageJson;
    this.manager = manager;
    this.environment = new HashMap<>(environment);
    if (manager.kind() == PackageManager.Kind.PNPM) {
      this.environment.putIfAbsent(
          "npm_config_store_dir", context.cacheDirectory().resolve("pnpm").toString());
    }
    this.development = development;
  }

  void install() throws IOException, InterruptedException {
    if (packageJson.needsNothing()) {
      return;
    } else if (Files.isDirectory(app.resolve(FOLDER), LinkOption.NOFOLLOW_LINKS)) {
      useCommitted();
      return;
    }
    boolean cacheable =
        !packageJson.hooksMatter()
            && !packageJson.workspaces()
            && !"false".equals(context.environment().get("NODE_MODULES_CACHE"));
    CachedFolder cached = CachedFolder.of(context, FOLDER, facts(), INPUTS);
    if (cacheable && cached.restore()) {
      context
          .output()
          .step("Using the packages of the last build: nothing that decides them has changed");
      return;
    }
    manager.remark().ifPresent(context.output()::warning);
    fetch(manager.install(development));
    if (cacheable && Files.isDirectory(app.resolve(FOLDER), LinkOption.NOFOLLOW_LINKS)) {
      cached.keep();
    }
  }

  private List<String> facts() {
    return List.of(
        Tools.version("node"),
        String.join(" ", manager.install(development)),
        Optional.ofNullable(context.environment().get("NODE_ENV")).orElse(""));
  }

  /** Packages that came with the source: what is missing is added, native code is built anew. */
  private void useCommitted() throws IOException, InterruptedException {
    List<String> missing =
        packageJson.dependencies().stream()
            .filter(name -> !Files.exists(app.resolve(FOLDER).resolve(name)))
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      context.output().warning("node_modules is in the repository, but lacks " + missing);
      fetch(List.of("npm", "install", "--no-package-lock", "--include=dev"));
    } else {
      context.output().step("Using node_modules of the repository");
      if (hasNativeCode()) {
        run(List.of("npm", "rebuild"));
      }
    }
  }

  private boolean hasNativeCode() throws IOException {
    try (Stream<Path> files =
        Files.find(app.resolve(FOLDER), 3, (path, attributes) -> path.endsWith("binding.gyp"))) {
      return files.findAny().isPresent();
    }
  }

  /** What was fetched before may be enough where no registry can be reached. */
  private void fetch(List<String> command) throws IOException, InterruptedException {
    offline = Registry.isOutOfReach(context, environment);
    if (offline) {
      context.output().warning("The package registry is out of reach: asking the build cache");
      environment.putAll(PackageManager.OFFLINE);
    }
    run(offline ? manager.offline(command) : command);
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    String line = String.join(" ", command);
    context.output().step("Installing packages: " + line);
    CommandResult result = context.capture(command, environment);
    result.output().lines().forEach(context.output()::detail);
    if (!result.succeeded()) {
      InstallFault said = InstallFault.of(result.output());
      InstallFault fault = offline && said == InstallFault.OTHER ? InstallFault.OUT_OF_REACH : said;
      throw new BuildFailedException(
          line + " exited with status " + result.status() + "\n" + fault.advice());
    }
  }

  /**
   * Removes what only the build needed.
   *
   * @param commands what the app's dynos are going to run
   */
  void prune(List<String> commands) throws IOException, InterruptedException {
    if (!development || !Files.isRegularFile(app.resolve(Pruning.ACCOUNT))) {
      pruneByProgram();
      return;
    }
    Optional<String> refusal = Pruning.refusal(context.environment());
    if (refusal.isPresent()) {
      context.output().detail("Keeping development packages: " + refusal.get());
      return;
    }
    Optional<List<String>> folders =
        Pruning.folders(Files.readString(app.resolve(Pruning.ACCOUNT)));
    if (folders.isEmpty()) {
      pruneByProgram();
      return;
    }
    Map<String, String> owners = ownersOfPrograms();
    for (String command : commands) {
      Optional<String> needed = Pruning.neededBy(command, folders.get(), owners);
      if (needed.isPresent()) {
        context
            .output()
            .warning(
                needed.get().replaceFirst("^node_modules/", "")
                    + " is a development package, but `"
                    + command
                    + "` needs it: all of them are kept; move it to dependencies");
        return;
      }
    }
    remove(folders.get());
  }

  private void pruneByProgram() throws IOException, InterruptedException {
    boolean worthwhile =
        development
            && !packageJson.devDependencies().isEmpty()
            && Pruning.refusal(context.environment()).isEmpty()
            && Files.isDirectory(app.resolve(FOLDER));
    Optional<List<String>> command = worthwhile ? manager.prune() : Optional.empty();
    if (command.isPresent()) {
      run(command.get());
    }
  }

  private void remove(List<String> folders) throws IOException, InterruptedException {
    if (folders.isEmpty()) {
      return;
    }
    for (int i = 0; i < folders.size(); i += MOST_ARGUMENTS) {
      List<String> remove = new ArrayList<>(List.of("rm", "-rf", "--"));
      remove.addAll(folders.subList(i, Math.min(i + MOST_ARGUMENTS, folders.size())));
      context.run(remove, Map.of());
    }
    // With -L, a link is a link only if it leads nowhere.
    context.run(
        List.of("find", "-L", PROGRAMS, "-maxdepth", "1", "-type", "l", "-delete"), Map.of());
    context.output().detail("Removed " + folders.size() + " development packages");
  }

  /** Which package each program of node_modules/.bin is part of. */
  private Map<String, String> ownersOfPrograms() throws IOException {
    Map<String, String> owners = new HashMap<>();
    Path programs = app.resolve(PROGRAMS);
    if (!Files.isDirectory(programs)) {
      return owners;
    }
    try (Stream<Path> all = Files.list(programs)) {
      for (Path program : all.filter(Files::isSymbolicLink).toList()) {
        Path target =
            app.relativize(program.resolveSibling(Files.readSymbolicLink(program)).normalize());
        int parts =
            target.getNameCount() > 1 && target.getName(1).toString().startsWith("@") ? 3 : 2;
        if (target.startsWith(FOLDER) && target.getNameCount() > parts) {
          owners.put(program.getFileName().toString(), target.subpath(0, parts).toString());
        }
      }
    }
    return owners;
  }
}
