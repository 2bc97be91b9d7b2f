package dev.dynogrid.core.build.node;

import dev.dynogrid.core.build.tool.IndexSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where packages come from by the {@code .npmrc} of the user that the platform runs as: builds have
 * another home. What is in the machine's own, npm reads by itself.
 */
final class NpmSettings {
  private static final String FILE = ".npmrc";
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\s*(registry|proxy|https-proxy|noproxy|cafile)\\s*=\\s*(\\S+)\\s*$");

  private NpmSettings() {}

  /** As npm's environment variables, which win over its files: only what the app does not set. */
  static Map<String, String> ofThisMachine(Path app) throws IOException {
    Map<String, String> settings =
        new HashMap<>(parse(text(Path.of(System.getProperty("user.home"), FILE))));
    settings.keySet().removeAll(parse(text(app.resolve(FILE))).keySet());
    settings.values().removeIf(IndexSettings::holdsCredentials);
    return settings;
  }

  private static String text(Path file) throws IOException {
    return Files.isReadable(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
        : "";
  }

  static Map<String, String> parse(String text) {
    Map<String, String> settings = new HashMap<>();
    for (Matcher setting = SETTING.matcher(text); setting.find(); ) {
      settings.put("npm_config_" + setting.group(1).replace('-', '_'), setting.group(2));
    }
    return settings;
  }
}
