package dev.dynogrid.core.build.site;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.core.build.site.server.SiteRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code static.json} says, the file by which sites of this field tell how they are served.
 *
 * @param root the folder of the site, relative to the app
 * @param unknown what it says that has no effect
 */
record StaticJson(Optional<String> root, SiteRules rules, List<String> unknown) {
  static final String NAME = "static.json";

  private static final Set<String> KNOWN =
      Set.of("root", "clean_urls", "https_only", "routes", "redirects", "error_page", "headers");

  /** The app's; the usual rules if it has none. */
  static StaticJson readFrom(Path app) throws IOException {
    Path file = app.resolve(NAME);
    return Files.isRegularFile(file)
        ? parse(Files.readString(file))
        : new StaticJson(Optional.empty(), SiteRules.USUAL, List.of());
  }

  static StaticJson parse(String text) {
    try {
      if (JsonParser.parseString(text) instanceof JsonObject json) {
        return of(json);
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new BuildFailedException(NAME + ": " + e.getMessage(), e);
    }
    throw new BuildFailedException(NAME + ": not an object (expected: {\"root\": …})");
  }

  private static StaticJson of(JsonObject json) {
    Map<String, String> routes = new LinkedHashMap<>();
    members(json, "routes").forEach((pattern, file) -> routes.put(line(pattern), text(file)));
    Map<String, SiteRules.Redirect> redirects = new LinkedHashMap<>();
    members(json, "redirects")
        .forEach((pattern, to) -> redirects.put(line(pattern), redirect(pattern, to)));
    Map<String, Map<String, String>> headers = new LinkedHashMap<>();
    members(json, "headers").forEach((pattern, all) -> headers.put(line(pattern), headers(all)));
    SiteRules rules =
        new SiteRules(
            flag(json, "clean_urls", true),
            flag(json, "https_only", false),
            json.has("error_page") ? text(json.get("error_page")) : SiteRules.USUAL.errorPage(),
            routes,
            redirects,
            headers);
    List<String> unknown =
        json.keySet().stream().filter(name -> !KNOWN.contains(name)).sorted().toList();
    return new StaticJson(
        Optional.ofNullable(json.get("root")).map(StaticJson::text), rules, unknown);
  }

  private static Map<String, JsonElement> members(JsonObject json, String name) {
    JsonElement member = json.get(name);
    return member == null ? Map.of() : member.getAsJsonObject().asMap();
  }

  private static boolean flag(JsonObject json, String name, boolean otherwise) {
    return json.has(name) ? json.get(name).getAsBoolean() : otherwise;
  }

  private static SiteRules.Redirect redirect(String pattern, JsonElement to) {
    int status = 301;
    JsonElement url = to;
    if (to instanceof JsonObject object) {
      url = object.get("url");
      status = object.has("status") ? object.get("status").getAsInt() : status;
    }
    if (url == null || !Set.of(301, 302, 303, 307, 308).contains(status)) {
      throw new BuildFailedException(
          NAME
              + ": redirect "
              + pattern
              + ": "
              + to
              + " (expected: {\"url\": …, \"status\": 301})");
    }
    return new SiteRules.Redirect(text(url), status);
  }

  private static Map<String, String> headers(JsonElement all) {
    Map<String, String> headers = new LinkedHashMap<>();
    all.getAsJsonObject()
        .asMap()
        .forEach((name, value) -> headers.put(headerName(name), text(value)));
    return headers;
  }

  private static String headerName(String name) {
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw new BuildFailedException(NAME + ": header " + name + " (expected: a header's name)");
    }
    return name;
  }

  private static String text(JsonElement element) {
    return line(element.getAsString());
  }

  /** Rules are kept as lines with tabs, and headers are lines. */
  private static String line(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BuildFailedException(
          NAME + ": " + text.strip() + " (expected: text without control characters)");
    }
    return text;
  }
}
