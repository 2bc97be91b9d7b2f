package dev.dynogrid.core.build.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who installs an app's packages.
 *
 * @param kind whose options are used
 * @param command how the program is started
 * @param lockFile the lock file that it follows
 * @param remark what the app's owner should know; empty if nothing
 */
record PackageManager(
    Kind kind, List<String> command, Optional<String> lockFile, Optional<String> remark) {
  private static final Pattern DECLARED = Pattern.compile("(npm|yarn|pnpm)@(\\d+)(\\.[^+]*)?.*");
  private static final Pattern YARN_PATH = Pattern.compile("(?m)^yarnPath:\\s*[\"']?([^\"'\\s]+)");
  private static final Pattern PNPM_LOCK = Pattern.compile("(?m)^lockfileVersion:\\s*[\"']?(\\d+)");

  /** Environment variables by which packages come from the build cache alone. */
  static final Map<String, String> OFFLINE =
      Map.of("npm_config_offline", "true", "YARN_ENABLE_NETWORK", "false");

  PackageManager {
    command = List.copyOf(command);
  }

  /** Whose options are used. */
  enum Kind {
    NPM,
    YARN_1,
    YARN,
    PNPM
  }

  /** The part of an app that decides. */
  interface Files {
    boolean has(String file);

    /** The text of a file that is there. */
    String text(String file);
  }

  /**
   * Chooses.
   *
   * @param isInstalled whether this machine has a program
   */
  static PackageManager choose(PackageJson app, Files files, Predicate<String> isInstalled) {
    Optional<String> npmLock =
        Stream.of("package-lock.json", "npm-shrinkwrap.json").filter(files::has).findFirst();
    Matcher declared = DECLARED.matcher(app.packageManager().orElse(""));
    String wanted = declared.matches() ? declared.group(1) : "";
    boolean yarn = files.has("yarn.lock");
    boolean pnpm = files.has("pnpm-lock.yaml");
    if (pnpm && (wanted.equals("pnpm") || (npmLock.isEmpty() && !yarn))) {
      return pnpm(wanted.equals("pnpm") ? version(declared) : "", files, isInstalled);
    } else if (yarn && (wanted.equals("yarn") || npmLock.isEmpty())) {
      return yarn(wanted.equals("yarn") ? version(declared) : "", files, isInstalled);
    }
    boolean several = npmLock.isPresent() && (yarn || pnpm);
    return new PackageManager(
        Kind.NPM,
        List.of("npm"),
        npmLock,
        several
            ? Optional.of(
                "several lock files: npm follows "
                    + npmLock.get()
                    + "; remove the others, or name one in packageManager of package.json")
            : Optional.empty());
  }

  private static String version(Matcher declared) {
    return declared.group(2) + Optional.ofNullable(declared.group(3)).orElse("");
  }

  private static PackageManager pnpm(String wanted, Files files, Predicate<String> isInstalled) {
    Matcher lock = PNPM_LOCK.matcher(files.text("pnpm-lock.yaml"));
    int lockVersion = lock.find() ? Integer.parseInt(lock.group(1)) : 9;
    String fitting = lockVersion >= 9 ? "9" : lockVersion >= 6 ? "8" : "7";
    String version = wanted.isEmpty() ? fitting : wanted;
    return installedOrFetched(Kind.PNPM, "pnpm", "pnpm@" + version, "pnpm-lock.yaml", isInstalled);
  }

  private static PackageManager yarn(String wanted, Files files, Predicate<String> isInstalled) {
    Matcher path = YARN_PATH.matcher(files.has(".yarnrc.yml") ? files.text(".yarnrc.yml") : "");
    if (path.find() && files.has(path.group(1))) {
      return new PackageManager(
          Kind.YARN, List.of("node", path.group(1)), Optional.of("yarn.lock"), Optional.empty());
    }
    boolean classic =
        wanted.isEmpty()
            ? !files.text("yarn.lock").contains("__metadata:")
            : wanted.matches("1(\\..*)?");
    if (classic) {
      return installedOrFetched(
          Kind.YARN_1,
          "yarn",
          "yarn@" + (wanted.isEmpty() ? "1" : wanted),
          "yarn.lock",
          isInstalled);
    }
    String version = wanted.isEmpty() ? "4" : wanted;
    return installedOrFetched(
        Kind.YARN, "yarn", "@yarnpkg/cli-dist@" + version, "yarn.lock", program -> false);
  }

  private static PackageManager installedOrFetched(
      Kind kind,
      String program,
      String npmPackage,
      String lockFile,
      Predicate<String> isInstalled) {
    if (isInstalled.test(program)) {
      return new PackageManager(kind, List.of(program), Optional.of(lockFile), Optional.empty());
    }
    return new PackageManager(
        kind,
        List.of("npm", "exec", "--yes", "--package=" + npmPackage, "--", program),
        Optional.of(lockFile),
        Optional.of(
            lockFile
                + " asks for "
                + program
                + ", which this machine does not have in that version: npm fetches "
                + npmPackage));
  }

  /**
   * The command that installs what the lock file says, or else what package.json says.
   *
   * @param development whether packages that only a build needs are wanted too
   */
  List<String> install(boolean development) {
    Stream<String> options =
        switch (kind) {
          case NPM ->
              Stream.concat(
                  lockFile.isPresent()
                      ? Stream.of("ci")
                      : Stream.of("install", "--no-package-lock"),
                  Stream.of(development ? "--include=dev" : "--omit=dev"));
          case YARN_1 ->
              Stream.of(
                  "install",
                  "--frozen-lockfile",
                  "--non-interactive",
                  "--ignore-engines",
                  "--production=" + !development);
          case YARN -> Stream.of("install", "--immutable");
          case PNPM ->
              Stream.of(
                  "install",
                  "--frozen-lockfile",
                  "--package-import-method=copy",
                  development ? "--prod=false" : "--prod");
        };
    return Stream.concat(command.stream(), options).toList();
  }

  /**
   * The same command, for when no registry is there to be asked. Most learn that from {@link
   * #OFFLINE} already.
   */
  List<String> offline(List<String> install) {
    return kind == Kind.YARN_1
        ? Stream.concat(install.stream(), Stream.of("--offline")).toList()
        : install;
  }

  /** The command that removes what only a build needs; empty if it cannot be had. */
  Optional<List<String>> prune() {
    return switch (kind) {
      case NPM -> Optional.of(List.of("npm", "prune", "--omit=dev"));
      case YARN_1 ->
          Optional.of(
              Stream.concat(
                      command.stream(),
                      Stream.of(
                          "install",
                          "--frozen-lockfile",
                          "--non-interactive",
                          "--ignore-engines",
                          "--production=true",
                          "--ignore-scripts",
                          "--prefer-offline"))
                  .toList());
      case YARN -> Optional.empty();
      case PNPM ->
          Optional.of(Stream.concat(command.stream(), Stream.of("prune", "--prod")).toList());
    };
  }
}
