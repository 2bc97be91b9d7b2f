package dev.dynogrid.core.build.node;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the installed packages serve the build alone, by npm's own account of its work. */
final class Pruning {
  /** Where npm writes what it has installed. */
  static final String ACCOUNT = "node_modules/.package-lock.json";

  private static final Pattern PACKAGE =
      Pattern.compile("node_modules/(@[^/]+/)?[^/]+(/node_modules/(@[^/]+/)?[^/]+)*");
  private static final Pattern PRELOADED =
      Pattern.compile(
          "(?:^|\\s)(?:-r|--require|--import|--loader|--experimental-loader)[\\s=](\\S+)");

  private Pruning() {}

  /**
   * The folders of such packages, relative to the app.
   *
   * @param account the text of {@link #ACCOUNT}
   * @return empty if the account cannot be read
   */
  static Optional<List<String>> folders(String account) {
    JsonElement json;
    try {
      json = JsonParser.parseString(account);
    } catch (JsonParseException e) {
      return Optional.empty();
    }
    if (!(json instanceof JsonObject all)
        || !(all.get("packages") instanceof JsonObject packages)) {
      return Optional.empty();
    }
    List<String> folders = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : packages.entrySet()) {
      if (isForDevelopment(entry.getValue()) && isPackage(entry.getKey())) {
        folders.add(entry.getKey());
      }
    }
    return Optional.of(folders);
  }

  private static boolean isForDevelopment(JsonElement entry) {
    return entry instanceof JsonObject object
        && object.get("dev") != null
        && object.get("dev").isJsonPrimitive()
        && object.get("dev").getAsBoolean();
  }

  private static boolean isPackage(String folder) {
    return PACKAGE.matcher(folder).matches()
        && !(folder + "/").contains("/../")
        && !(folder + "/").contains("/./");
  }

  /**
   * The first package of {@code folders} that a command needs: as a program, or as a module that
   * node is told to load first.
   *
   * @param packageOfProgram the folder of the package that a program of {@code node_modules/.bin}
   *     is part of
   */
  static Optional<String> neededBy(
      String command, List<String> folders, Map<String, String> packageOfProgram) {
    for (String word : command.split("[\\s;&|()]+")) {
      Optional<String> folder = Optional.ofNullable(packageOfProgram.get(word));
      if (folder.filter(folders::contains).isPresent()) {
        return folder;
      }
    }
    Matcher preloaded = PRELOADED.matcher(command);
    while (preloaded.find()) {
      String module = preloaded.group(1);
      for (String folder : folders) {
        String name = folder.replaceFirst("^node_modules/", "");
        if (module.equals(name) || module.startsWith(name + "/")) {
          return Optional.of(folder);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Why everything is to be kept; empty if it need not be.
   *
   * @param config the build's environment
   */
  static Optional<String> refusal(Map<String, String> config) {
    for (String setting : List.of("NPM_CONFIG_PRODUCTION", "YARN_PRODUCTION")) {
      if ("false".equalsIgnoreCase(config.get(setting))) {
        return Optional.of(setting + " is false");
      }
    }
    if ("true".equalsIgnoreCase(config.get("PNPM_SKIP_PRUNING"))) {
      return Optional.of("PNPM_SKIP_PRUNING is true");
    }
    String environment = config.getOrDefault("NODE_ENV", "production");
    return environment.equals("production")
        ? Optional.empty()
        : Optional.of("NODE_ENV is " + environment);
  }
}
