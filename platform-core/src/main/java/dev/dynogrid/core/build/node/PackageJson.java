package dev.dynogrid.core.build.node;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an app says of itself in {@code package.json}. Whatever is not of the expected kind counts
 * as not said, as npm has it.
 *
 * @param scripts by name
 * @param dependencies names of the packages that the app needs when it runs, optional ones too
 * @param devDependencies names of those that it needs to be built
 * @param packageManager as in {@code pnpm@9.1.0}
 * @param nodeRange the versions of Node that it asks for
 * @param workspaces whether it consists of several packages
 * @param cacheDirectories folders to be kept from one build to the next
 */
record PackageJson(
    Optional<String> name,
    Optional<String> version,
    Optional<String> main,
    Map<String, String> scripts,
    Set<String> dependencies,
    Set<String> devDependencies,
    Optional<String> packageManager,
    Optional<String> nodeRange,
    boolean workspaces,
    List<String> cacheDirectories) {
  static final String NAME = "package.json";

  /** What npm runs by itself after it has installed. */
  private static final List<String> HOOKS =
      List.of(
          "preinstall",
          "install",
          "postinstall",
          "prepublish",
          "preprepare",
          "prepare",
          "postprepare");

  PackageJson {
    scripts = Map.copyOf(scripts);
    dependencies = Set.copyOf(dependencies);
    devDependencies = Set.copyOf(devDependencies);
    cacheDirectories = List.copyOf(cacheDirectories);
  }

  static PackageJson readFrom(Path app) throws IOException {
    return parse(Files.readString(app.resolve(NAME)));
  }

  static PackageJson parse(String text) {
    JsonElement json;
    try {
      json = JsonParser.parseString(text.replace("\uFEFF", ""));
    } catch (JsonParseException e) {
      throw new BuildFailedException(NAME + ": " + e.getMessage(), e);
    }
    if (!(json instanceof JsonObject all)) {
      throw new BuildFailedException(NAME + ": not an object (expected: {\"name\": …})");
    }
    Map<String, String> needed = new HashMap<>(texts(all, "dependencies"));
    needed.putAll(texts(all, "optionalDependencies"));
    return new PackageJson(
        text(all, "name"),
        text(all, "version"),
        text(all, "main"),
        texts(all, "scripts"),
        needed.keySet(),
        texts(all, "devDependencies").keySet(),
        text(all, "packageManager"),
        Optional.ofNullable(texts(all, "engines").get("node")),
        all.has("workspaces"),
        list(all, "cacheDirectories"));
  }

  private static Optional<String> text(JsonObject object, String name) {
    return Optional.ofNullable(object.get(name))
        .filter(PackageJson::isText)
        .map(JsonElement::getAsString);
  }

  private static boolean isText(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
  }

  private static Map<String, String> texts(JsonObject object, String name) {
    Map<String, String> texts = new HashMap<>();
    if (object.get(name) instanceof JsonObject member) {
      for (Map.Entry<String, JsonElement> entry : member.entrySet()) {
        if (isText(entry.getValue())) {
          texts.put(entry.getKey(), entry.getValue().getAsString());
        }
      }
    }
    return texts;
  }

  private static List<String> list(JsonObject object, String name) {
    List<String> list = new ArrayList<>();
    if (object.get(name) != null && object.get(name).isJsonArray()) {
      object.getAsJsonArray(name).asList().stream()
          .filter(PackageJson::isText)
          .forEach(element -> list.add(element.getAsString()));
    }
    return list;
  }

  Optional<String> script(String script) {
    return Optional.ofNullable(scripts.get(script)).filter(command -> !command.isBlank());
  }

  /** The script that builds the app: one made for hosting platforms wins. */
  Optional<String> buildScript() {
    return List.of("heroku-postbuild", "build").stream()
        .filter(name -> script(name).isPresent())
        .findFirst();
  }

  /** Whether npm has to run scripts of the app itself when it installs. */
  boolean hasHooks() {
    return HOOKS.stream().anyMatch(hook -> script(hook).isPresent());
  }

  /**
   * Whether these scripts may change what is installed; the one that sets up git hooks does not.
   */
  boolean hooksMatter() {
    return HOOKS.stream()
        .flatMap(hook -> script(hook).stream())
        .anyMatch(command -> !command.matches("((npx )?is-ci \\|\\| )?(npx )?husky( install)?"));
  }

  /** Whether there is nothing to install. */
  boolean needsNothing() {
    return dependencies.isEmpty() && devDependencies.isEmpty() && !hasHooks() && !workspaces;
  }
}
