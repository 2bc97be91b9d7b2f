package dev.dynogrid.core.build;

import com.google.common.hash.Hashing;
import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ruby and Rack: gems by Bundler where there is a Gemfile, from this machine's gems first; the web
 * process is Puma, or what {@code rackup} finds.
 */
final class RubyBuildpack implements Buildpack {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "RACK_ENV", "production",
          "MALLOC_ARENA_MAX", "2",
          "RUBYOPT", "-W:no-deprecated");

  @Override
  public String name() {
    return "ruby";
  }

  @Override
  public String version() {
    return "1 " + Tools.version("ruby") + " " + Tools.version("bundle");
  }

  @Override
  public Optional<String> detect(Path app) {
    return Files.isRegularFile(app.resolve("Gemfile"))
            || Files.isRegularFile(app.resolve("config.ru"))
        ? Optional.of("Ruby")
        : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    require("ruby", "ruby");
    Path app = context.appDirectory();
    boolean bundled = Files.isRegularFile(app.resolve("Gemfile"));
    if (bundled) {
      require("bundle", "bundler");
      installGems(context);
    }
    return new BuildpackResult(processTypes(app, bundled), ENVIRONMENT);
  }

  private static void require(String program, String install) {
    if (Tools.find(program).isEmpty()) {
      throw new BuildFailedException(
          program + " not found: install " + install + " on the machine that compiles");
    }
  }

  private static Map<ProcessType, String> processTypes(Path app, boolean bundled)
      throws IOException {
    if (!Files.isRegularFile(app.resolve("config.ru"))) {
      return Map.of();
    }
    boolean puma = bundled ? locks(app, "puma") : Tools.find("puma").isPresent();
    String server =
        puma ? "puma -b tcp://0.0.0.0:$PORT config.ru" : "rackup -o 0.0.0.0 -p $PORT config.ru";
    return Map.of(ProcessType.WEB, bundled ? "bundle exec " + server : server);
  }

  private static boolean locks(Path app, String gem) throws IOException {
    Path lock = app.resolve("Gemfile.lock");
    return Files.exists(lock)
        && Files.readAllLines(lock).stream().anyMatch(line -> line.startsWith("    " + gem + " ("));
  }

  /** Bundler is slow to start, so an unchanged Gemfile whose gems were found is not asked again. */
  private void installGems(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    Path lock = app.resolve("Gemfile.lock");
    Path known = context.cacheDirectory().resolve("bundler").resolve(key(app));
    if (Files.exists(known)) {
      Files.copy(known, lock, StandardCopyOption.REPLACE_EXISTING);
      context.output().detail("Using the gems of the last build");
      return;
    }
    context.output().step("Installing gems with Bundler");
    CommandResult local =
        context.capture(List.of("bundle", "install", "--local", "--quiet"), Map.of());
    if (!local.succeeded()) {
      installFromIndex(context, local.output());
      return;
    }
    Files.createDirectories(known.getParent());
    Files.copy(lock, known, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void installFromIndex(BuildContext context, String whyNotLocal)
      throws IOException, InterruptedException {
    CommandResult remote =
        context.capture(
            List.of("bundle", "install", "--quiet", "--retry", "0", "--jobs", "4"),
            Map.of("BUNDLE_PATH", "vendor/bundle", "BUNDLE_TIMEOUT", "10", "BUNDLE_RETRY", "0"));
    if (!remote.succeeded()) {
      whyNotLocal.lines().forEach(context.output()::detail);
      remote.output().lines().forEach(context.output()::detail);
      throw new BuildFailedException(
          "Bundler found not all gems, neither on this machine nor in the index: put them into"
              + " vendor/cache (bundle cache), or make the index reachable");
    }
    context.run(List.of("bundle", "config", "set", "--local", "path", "vendor/bundle"), Map.of());
  }

  private String key(Path app) throws IOException {
    Path lock = app.resolve("Gemfile.lock");
    return Hashing.sha256()
        .newHasher()
        .putString(version(), StandardCharsets.UTF_8)
        .putBytes(Files.readAllBytes(app.resolve("Gemfile")))
        .putBytes(Files.exists(lock) ? Files.readAllBytes(lock) : new byte[0])
        .hash()
        .toString();
  }
}
