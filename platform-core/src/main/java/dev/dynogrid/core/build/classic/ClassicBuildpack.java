package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A buildpack that is scripts: {@code bin/detect}, {@code bin/compile}, {@code bin/release}, {@code
 * export}. The folder is a copy for one build.
 */
public final class ClassicBuildpack {
  private static final int LONGEST_LANGUAGE = 60;

  /** What a shell sets of itself, and what is each one's own. */
  private static final Set<String> NOT_EXPORTED =
      Set.of("_", "PWD", "OLDPWD", "SHLVL", "BASH_ENV", "ENV", "HOME", "PORT", "DYNO");

  private static final String READ_RELEASE =
      "out=$(\"$1\" \"$2\") || exit; printf '%s\\n' \"$0\"; printf '%s\\n' \"$out\" | base64";
  private static final String READ_EXPORTS =
      ". \"$1\" >&2 || exit; printf '%s\\n' \"$0\"; env -0 | base64";

  private final String name;
  private final Path folder;

  private ClassicBuildpack(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  /**
   * The buildpack in a folder that one build alone uses.
   *
   * @param name for people
   */
  public static ClassicBuildpack in(Path folder, String name) throws IOException {
    ClassicBuildpack buildpack = new ClassicBuildpack(name, folder);
    if (!buildpack.has("bin/compile")) {
      boolean other = Files.exists(folder.resolve("buildpack.toml"));
      throw buildpack.failed(
          other
              ? "it has no bin/compile but a buildpack.toml: Cloud Native Buildpacks are not"
                  + " supported (expected: a classic buildpack)"
              : "it has no bin/compile (expected: bin/detect, bin/compile and, if it likes,"
                  + " bin/release)");
    }
    for (String script : List.of("bin/detect", "bin/compile", "bin/release")) {
      buildpack.makeExecutable(script);
    }
    return buildpack;
  }

  /** Rights get lost on some ways. A link out of the folder is none of ours. */
  private void makeExecutable(String script) throws IOException {
    Path file = folder.resolve(script);
    if (has(script)
        && file.toRealPath().startsWith(folder.toRealPath())
        && !file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot be made executable: " + file);
    }
  }

  private boolean has(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  private String script(String file) {
    return folder.resolve(file).toString();
  }

  /** What people call such an app; empty if it is not for this buildpack. */
  public Optional<String> detect(Workplace place) throws IOException, InterruptedException {
    if (!has("bin/detect")) {
      return Optional.of(name);
    }
    CommandResult result = place.capture(List.of(script("bin/detect"), place.app().toString()));
    if (!result.succeeded()) {
      result.output().lines().forEach(new ScriptOutput(place.output())::line);
      return Optional.empty();
    }
    String last =
        result
            .output()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .reduce(name, (before, line) -> line);
    return Optional.of(last.substring(0, Math.min(LONGEST_LANGUAGE, last.length())));
  }

  /** Lets it work, and reads what it leaves for dynos and for the buildpacks after it. */
  public BuildpackResult compile(Workplace place) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            script("bin/compile"),
            place.app().toString(),
            place.cache().toString(),
            place.configVars().toString());
    int status = place.run(command, new ScriptOutput(place.output())::line);
    if (status != 0) {
      throw failed("bin/compile exited with status " + status + ": what it said is above");
    }
    ReleaseFile release = release(place);
    if (!release.addons().isEmpty()) {
      place.output().detail("Would like add-ons: " + String.join(", ", release.addons()));
    }
    place.export(exports(place));
    return new BuildpackResult(release.processTypes(), release.configVars());
  }

  private ReleaseFile release(Workplace place) throws IOException, InterruptedException {
    if (!has("bin/release")) {
      return ReleaseFile.EMPTY;
    }
    MarkedOutput.Result result =
        new MarkedOutput().of(place, READ_RELEASE, script("bin/release"), place.app().toString());
    if (result.status() != 0) {
      result.noise().lines().forEach(new ScriptOutput(place.output())::line);
      throw failed("bin/release exited with status " + result.status());
    }
    try {
      return ReleaseFile.parse(result.answer().orElse(""));
    } catch (IllegalArgumentException e) {
      throw failed("bin/release: " + e.getMessage());
    }
  }

  private Map<String, String> exports(Workplace place) throws IOException, InterruptedException {
    if (!has("export")) {
      return Map.of();
    }
    MarkedOutput.Result result = new MarkedOutput().of(place, READ_EXPORTS, script("export"));
    if (result.answer().isEmpty()) {
      result.noise().lines().forEach(new ScriptOutput(place.output())::line);
      throw failed("its file export could not be read by bash: status " + result.status());
    }
    return changed(place.environment(), result.answer().get());
  }

  /** Of an environment, as NUL-separated text, what another one does not have. */
  static Map<String, String> changed(Map<String, String> before, String after) {
    Map<String, String> changed = new HashMap<>();
    for (String variable : after.split("\0")) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        String key = variable.substring(0, equals);
        String value = variable.substring(equals + 1);
        if (!NOT_EXPORTED.contains(key) && !value.equals(before.get(key))) {
          changed.put(key, value);
        }
      }
    }
    return changed;
  }

  private BuildFailedException failed(String what) {
    return new BuildFailedException("buildpack " + name + ": " + what);
  }
}
