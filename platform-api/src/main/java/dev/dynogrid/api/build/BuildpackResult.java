package dev.dynogrid.api.build;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.ProcessType;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a buildpack adds to a slug beside its files.
 *
 * <p>Programs that a build installs into the app ({@code node_modules/.bin}, {@code venv/bin},
 * {@code vendor/bundle/bin}) are found by name, because their folders are named in {@code path}:
 * the compiler writes them into {@code .profile.d/000-path.sh}, which every dyno reads before its
 * command, so that a runtime needs to know nothing of them; it looks there too when it judges the
 * commands of a Procfile, and sets them for the programs of the buildpacks that follow. A buildpack
 * writes neither {@code PATH} nor that file itself.
 *
 * @param processTypes commands for types that the Procfile does not name
 * @param environment defaults for the dynos' environment; config vars win over them
 * @param path folders of the app, relative to it, in which programs are looked for before the
 *     stack's own, the first first
 */
public record BuildpackResult(
    Map<ProcessType, String> processTypes, Map<String, String> environment, List<String> path) {
  /** Adds nothing. */
  public static final BuildpackResult NOTHING = new BuildpackResult(Map.of(), Map.of());

  private static final Pattern FOLDER =
      Pattern.compile("(?!.*(^|/)\\.\\.(/|$))[\\w.+@-][\\w./+@-]*");

  /** Takes copies, and checks the folders. */
  public BuildpackResult {
    processTypes = Map.copyOf(processTypes);
    environment = Map.copyOf(environment);
    path = List.copyOf(path);
    for (String folder : path) {
      Arguments.check(
          FOLDER.matcher(folder).matches(),
          "path",
          folder,
          "a folder of the app, of letters, digits and ._+@/-");
    }
  }

  /** Without programs of the app's own. */
  public BuildpackResult(Map<ProcessType, String> processTypes, Map<String, String> environment) {
    this(processTypes, environment, List.of());
  }
}
