package dev.dynogrid.core.build.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How an app without a Procfile is started. A plain {@code start} script is given to the shell as
 * it is: npm in front of it would cost a third of a second and 60 MB, and stand between the app and
 * its signals.
 *
 * @param line for the shell
 * @param origin where it comes from, for people
 */
record StartCommand(String line, String origin) {
  private static final Pattern NEEDS_NPM =
      Pattern.compile("(^|[\\s;&|(])(npm|yarn|pnpm|run-s|run-p|npm-run-all)\\s|npm_");
  private static final Pattern ASSIGNMENTS =
      Pattern.compile("((?:[A-Za-z_][A-Za-z0-9_]*=[^\\s;&|<>()`'\"\\\\]*\\s+)*)(.*)");
  private static final Pattern ONE_PROGRAM =
      Pattern.compile("[A-Za-z0-9_./@-]+(\\s[^;&|<>()`\\n]*)?");
  private static final Pattern SHELL_WORD =
      Pattern.compile("(cd|exec|export|source|\\.|if|for|while|set|eval|test|echo)(\\s.*)?");
  private static final Pattern VITE = Pattern.compile("vite(\\s+(preview|dev|serve))?(\\s.*)?");

  /**
   * Finds it.
   *
   * @param isFile whether the app has such a file, after its build
   * @return empty if nothing says how the app is started
   */
  static Optional<StartCommand> of(PackageJson app, Predicate<String> isFile) {
    Optional<String> script = app.script("start");
    if (script.isPresent()) {
      return Optional.of(new StartCommand(ofScript(app, script.get()), "start of package.json"));
    }
    return Stream.concat(
            Stream.of("server.js"),
            Stream.concat(
                app.main().map(StartCommand::asFile).stream().flatMap(List::stream),
                Stream.of("index.js", "app.js", "server.mjs", "index.mjs", "app.mjs")))
        .filter(file -> file.matches("[A-Za-z0-9_./@-]+") && isFile.test(file))
        .findFirst()
        .map(file -> new StartCommand("exec node " + file, file));
  }

  /** As node resolves {@code main}. */
  private static List<String> asFile(String main) {
    String file = main.replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
    return file.endsWith(".html") ? List.of() : List.of(file, file + ".js", file + "/index.js");
  }

  private static String ofScript(PackageJson app, String script) {
    boolean hooks = app.script("prestart").isPresent() || app.script("poststart").isPresent();
    if (hooks || NEEDS_NPM.matcher(script).find()) {
      return "exec npm start";
    }
    Matcher parts = ASSIGNMENTS.matcher(script.strip());
    if (!parts.matches()) {
      return script;
    }
    String program = withPort(parts.group(2));
    boolean plain =
        ONE_PROGRAM.matcher(program).matches() && !SHELL_WORD.matcher(program).matches();
    return plain ? parts.group(1) + "exec " + program : script;
  }

  /** Vite does not read {@code PORT}, and listens on the loopback address alone. */
  private static String withPort(String program) {
    return VITE.matcher(program).matches() && !program.contains("--port")
        ? program + " --host 0.0.0.0 --port $PORT"
        : program;
  }
}
