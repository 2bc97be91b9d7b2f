package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The step that makes a Rails app's style sheets and scripts ready to be served. */
final class RailsAssets {
  private static final List<String> TASK_GEMS =
      List.of(
          "sprockets-rails",
          "propshaft",
          "webpacker",
          "shakapacker",
          "vite_rails",
          "jsbundling-rails",
          "cssbundling-rails");
  private static final List<String> KEPT = List.of("public/assets", "tmp/cache/assets");
  private static final Map<String, String> ADAPTERS =
      Map.of("pg", "postgresql", "mysql2", "mysql2", "trilogy", "trilogy", "sqlite3", "sqlite3");

  private RailsAssets() {}

  /** Whether there is such a step, told without starting Rails, which takes seconds. */
  static boolean wanted(Path app, GemfileLock lock) throws IOException {
    return !compiledAlready(app)
        && (TASK_GEMS.stream().anyMatch(lock::has) || declared(SourceText.of(app, "Rakefile")));
  }

  static boolean declared(String rakefile) {
    return rakefile.contains("assets:precompile")
        || (rakefile.matches("(?s).*namespace\\s*\\(?\\s*[:'\"]assets\\b.*")
            && rakefile.contains("precompile"));
  }

  /** The developer has put them into git. */
  private static boolean compiledAlready(Path app) throws IOException {
    Path assets = app.resolve("public/assets");
    if (!Files.isDirectory(assets)) {
      return false;
    }
    try (Stream<Path> files = Files.list(assets)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.matches("\\.?(sprockets-)?manifest.*\\.json"));
    }
  }

  static void compile(BuildContext context, GemfileLock lock, Map<String, String> dynoEnvironment)
      throws IOException, InterruptedException {
    context.output().step("Preparing assets: rake assets:precompile");
    Path app = context.appDirectory();
    Path cache = context.cacheDirectory().resolve("ruby").resolve("assets");
    for (String folder : KEPT) {
      if (Files.isDirectory(cache.resolve(folder)) && !Files.exists(app.resolve(folder))) {
        Trees.copy(cache.resolve(folder), app.resolve(folder));
      }
    }
    context.run(
        List.of("bundle", "exec", "rake", "assets:precompile"),
        environment(context, lock, dynoEnvironment));
    for (String folder : KEPT) {
      Trees.removeIfThere(cache.resolve(folder));
      if (Files.isDirectory(app.resolve(folder))) {
        Trees.copy(app.resolve(folder), cache.resolve(folder));
      }
    }
    Trees.removeIfThere(app.resolve("tmp/cache"));
  }

  /** As dynos have it; and no database is asked for, but some apps want to know of one. */
  private static Map<String, String> environment(
      BuildContext context, GemfileLock lock, Map<String, String> dynoEnvironment) {
    Map<String, String> environment = new HashMap<>();
    dynoEnvironment.forEach(
        (name, value) -> RubyEnvironment.addDefault(environment, name, value, context));
    RubyEnvironment.addDefault(environment, "RAILS_GROUPS", "assets", context);
    ADAPTERS.entrySet().stream()
        .filter(adapter -> lock.has(adapter.getKey()))
        .findFirst()
        .ifPresent(
            adapter ->
                RubyEnvironment.addDefault(
                    environment,
                    "DATABASE_URL",
                    adapter.getValue() + "://user:pass@127.0.0.1/dbname",
                    context));
    return environment;
  }
}
