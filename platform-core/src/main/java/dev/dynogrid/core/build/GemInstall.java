package dev.dynogrid.core.build;

import com.google.common.hash.Hashing;
import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gems by Bundler: this machine's where they fit, then those of {@code vendor/cache}, then the
 * index's. Bundler is slow to start, so an unchanged Gemfile is not put to it again.
 */
final class GemInstall {
  private static final String LOCAL_CONFIG = ".bundle/config";
  private static final String INSTALLED =
      "Gem::Specification.stubs.each { |s| puts \"#{s.name} #{s.version}\" }";

  private final BuildContext context;
  private final RubyFacts ruby;
  private final GemHome home;
  private final Path app;
  private final Path lock;

  GemInstall(BuildContext context, RubyFacts ruby) {
    this.context = context;
    this.ruby = ruby;
    this.home = new GemHome(context, ruby);
    this.app = context.appDirectory();
    this.lock = app.resolve(GemfileLock.NAME);
  }

  /** Leaves a lock, the gems that are not the machine's, and the programs of all. */
  void run(String toolVersion) throws IOException, InterruptedException {
    forgetLocalConfig();
    boolean locked = Files.exists(lock);
    if (locked) {
      Files.writeString(
          lock, GemfileLock.writtenBy(ruby.bundler(), SourceText.of(app, GemfileLock.NAME)));
    }
    Path all = context.cacheDirectory().resolve("bundler");
    Path known = all.resolve(key(toolVersion));
    home.restore();
    if (Files.exists(known.resolve(GemfileLock.NAME))) {
      context.output().detail("Using the gems of the last build");
      Files.copy(known.resolve(GemfileLock.NAME), lock, StandardCopyOption.REPLACE_EXISTING);
    } else {
      context.output().step("Installing gems with Bundler " + ruby.bundler());
      install(locked);
      home.keep(GemfileLock.parse(SourceText.of(app, GemfileLock.NAME)));
      Trees.removeIfThere(all);
      remember(known);
    }
    Binstubs.write(app, Files.readString(known.resolve("programs")));
    home.writeProfile();
  }

  /** Only the newest: the gems of older ones are not kept either. */
  private void remember(Path known) throws IOException, InterruptedException {
    String programs = Binstubs.list(context, environment(true));
    Files.createDirectories(known);
    Files.writeString(known.resolve("programs"), programs);
    Files.copy(lock, known.resolve(GemfileLock.NAME));
  }

  /** It tells of the developer's machine: paths, deployment mode, groups left out. */
  private void forgetLocalConfig() throws IOException {
    if (Files.exists(app.resolve(LOCAL_CONFIG))) {
      context
          .output()
          .warning(LOCAL_CONFIG + " is of another machine and not used: remove it from git");
      Files.delete(app.resolve(LOCAL_CONFIG));
    }
  }

  private void install(boolean locked) throws IOException, InterruptedException {
    CommandResult local = bundle(locked, "--local");
    if (!local.succeeded() && locked && BundlerFault.of(local.output()) == BundlerFault.PLATFORM) {
      context
          .output()
          .warning(
              "Gemfile.lock knows no machine of this kind: it is added for this build; to keep it,"
                  + " run `bundle lock --add-platform x86_64-linux` and commit Gemfile.lock");
      local = bundle(false, "--local");
    }
    if (local.succeeded()) {
      return;
    } else if (!BundlerFault.of(local.output()).mayBeInIndex()) {
      throw refused(local.output());
    }
    context.output().detail("Not all gems are on this machine: asking the index");
    CommandResult remote = bundle(locked, "--retry", "0", "--jobs", "4");
    if (!remote.succeeded()) {
      local.output().lines().forEach(context.output()::detail);
      throw refused(remote.output());
    }
  }

  private CommandResult bundle(boolean frozen, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bundle", "install", "--quiet", "--no-cache"));
    command.addAll(List.of(arguments));
    return context.capture(command, environment(frozen));
  }

  private Map<String, String> environment(boolean frozen) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "GEM_HOME", home.path(),
                "BUNDLE_SILENCE_ROOT_WARNING", "true",
                "BUNDLE_TIMEOUT", "10",
                "BUNDLE_RETRY", "0"));
    if (frozen) {
      environment.put("BUNDLE_FROZEN", "true");
    }
    RubyEnvironment.addDefault(environment, "BUNDLE_WITHOUT", RubyEnvironment.WITHOUT, context);
    return environment;
  }

  private BuildFailedException refused(String output) throws IOException, InterruptedException {
    output.lines().forEach(context.output()::detail);
    BundlerFault fault = BundlerFault.of(output);
    String missing = fault == BundlerFault.MISSING ? missing() : "";
    return new BuildFailedException(
        fault.advice() + (missing.isEmpty() ? "" : "\nnot here: " + missing));
  }

  private String missing() throws IOException, InterruptedException {
    Map<String, List<String>> installed = new HashMap<>();
    CommandResult gems =
        context.capture(List.of("ruby", "-W0", "-e", INSTALLED), Map.of("GEM_HOME", home.path()));
    for (String line : gems.output().lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 2) {
        installed.computeIfAbsent(words[0], gem -> new ArrayList<>()).add(words[1]);
      }
    }
    return BundlerFault.missing(GemfileLock.parse(SourceText.of(app, GemfileLock.NAME)), installed);
  }

  private String key(String toolVersion) throws IOException {
    return Hashing.sha256()
        .newHasher()
        .putString(toolVersion, StandardCharsets.UTF_8)
        .putString(context.environment().getOrDefault("BUNDLE_WITHOUT", ""), StandardCharsets.UTF_8)
        .putBytes(Files.readAllBytes(app.resolve("Gemfile")))
        .putBytes(Files.exists(lock) ? Files.readAllBytes(lock) : new byte[0])
        .hash()
        .toString();
  }
}
