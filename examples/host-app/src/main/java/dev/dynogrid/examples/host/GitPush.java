package dev.dynogrid.examples.host;

import dev.dynogrid.api.PlatformAddresses;
import dev.dynogrid.api.model.AppName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Pushes a folder through git, as its owner would, without touching the folder. */
final class GitPush {
  private final PlatformAddresses addresses;
  private final Path keyFile;

  GitPush(PlatformAddresses addresses, Path keyFile) {
    this.addresses = addresses;
    this.keyFile = keyFile;
  }

  /** Refuses what cannot be pushed, before anything is started. */
  static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Options.UsageException("--deploy: " + folder + " (expected: a folder)");
    }
    Programs.missingFor(folder)
        .ifPresent(
            missing -> {
              throw new Options.UsageException(missing + ", for " + folder);
            });
    name(folder);
  }

  /** The app is called as the folder is, as far as a host name can be. */
  private static AppName name(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "app" : last.toString().toLowerCase(Locale.ROOT);
    return new AppName(name.replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+|-+$", ""));
  }

  void push(Path folder) throws IOException, InterruptedException {
    AppName app = name(folder);
    Path repository = Files.createTempDirectory("dynogrid-push");
    System.out.println("pushing " + folder + " to " + addresses.gitUrl(app));
    boolean pushed =
        git(folder, repository, "init", "--quiet")
            && git(folder, repository, "add", "--all")
            && git(folder, repository, "commit", "--quiet", "--allow-empty", "-m", "Deploy")
            && git(
                folder,
                repository,
                "push",
                "--force",
                addresses.gitUrl(app),
                "HEAD:refs/heads/main");
    System.out.println(
        pushed
            ? "deployed " + app + ": " + addresses.appUrl(app)
            : "could not deploy " + app + ": see above");
    remove(repository);
  }

  private boolean git(Path folder, Path repository, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
    Map<String, String> environment = builder.environment();
    environment.put("GIT_DIR", repository.toString());
    environment.put("GIT_WORK_TREE", folder.toAbsolutePath().toString());
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.putAll(
        Map.of(
            "GIT_AUTHOR_NAME",
            "dynogrid",
            "GIT_AUTHOR_EMAIL",
            "dynogrid@localhost",
            "GIT_COMMITTER_NAME",
            "dynogrid",
            "GIT_COMMITTER_EMAIL",
            "dynogrid@localhost"));
    // The key travels by the environment, since anybody can read command lines.
    environment.put("GIT_CONFIG_COUNT", "1");
    environment.put("GIT_CONFIG_KEY_0", "http.extraHeader");
    environment.put("GIT_CONFIG_VALUE_0", "Authorization: Basic " + credentials());
    return builder.directory(folder.toFile()).inheritIO().start().waitFor() == 0;
  }

  private String credentials() throws IOException {
    String key = Files.readString(keyFile).strip();
    return Base64.getEncoder().encodeToString(("host:" + key).getBytes(StandardCharsets.UTF_8));
  }

  private static void remove(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
