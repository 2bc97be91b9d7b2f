package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.core.build.tool.AppFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an app's gems go that are not this machine's: {@code vendor/bundle}, in Bundler's own
 * layout. It is RubyGems' home for the app, beside the machine's folders, so that a gem is the
 * machine's where the versions agree and the app's own where they do not.
 */
final class GemHome {
  private static final String FOLDER = "vendor/bundle/ruby/";
  private static final String PROFILE = ".profile.d/ruby-gems.sh";

  private final String name;
  private final Path folder;
  private final Path app;
  private final Path kept;

  GemHome(BuildContext context, RubyFacts ruby) {
    this.name = FOLDER + ruby.api();
    this.app = context.appDirectory();
    this.folder = app.resolve(name);
    this.kept = context.cacheDirectory().resolve("ruby").resolve("gems-" + ruby.api());
  }

  String path() {
    return folder.toString();
  }

  boolean inUse() {
    return Files.isDirectory(folder.resolve("specifications"));
  }

  /** Brings back what the last build installed, unless the app has brought its own. */
  void restore() throws IOException {
    if (!Files.exists(folder) && Files.isDirectory(kept)) {
      Trees.copy(kept, folder);
    }
  }

  /** Drops what the app does not use any more, and keeps the rest for the next build. */
  void keep(GemfileLock lock) throws IOException {
    if (!inUse()) {
      return;
    }
    Trees.removeIfThere(folder.resolve("cache"));
    for (Path specification : list(folder.resolve("specifications"))) {
      String gem = specification.getFileName().toString().replaceAll("\\.gemspec$", "");
      if (Files.isRegularFile(specification) && !locks(lock, gem)) {
        Files.delete(specification);
        Trees.removeIfThere(folder.resolve("gems").resolve(gem));
      }
    }
    Trees.removeIfThere(kept);
    Files.createDirectories(kept.getParent());
    Trees.copy(folder, kept);
  }

  /** {@code name-version} or {@code name-version-platform}. */
  private static boolean locks(GemfileLock lock, String gem) {
    return lock.gems().entrySet().stream()
        .map(entry -> entry.getKey() + "-" + entry.getValue())
        .anyMatch(locked -> gem.equals(locked) || gem.startsWith(locked + "-"));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Tells the dynos' RubyGems. */
  void writeProfile() throws IOException {
    if (inUse()) {
      AppFile.write(app, PROFILE, "export GEM_HOME=\"$HOME/" + name + "\"\n");
    }
  }
}
