package dev.dynogrid.core.build.python;

import dev.dynogrid.core.build.tool.IndexSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where packages come from by the {@code pip.conf} of the user that the platform runs as: builds
 * have another home. What is in the machine's own, pip reads by itself.
 */
final class PipSettings {
  private static final Set<String> KEYS =
      Set.of("index-url", "extra-index-url", "find-links", "trusted-host", "cert");
  private static final Set<String> SECTIONS = Set.of("global", "install");

  private PipSettings() {}

  /** As pip's environment variables, which win over its files. */
  static Map<String, String> ofThisMachine() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    Map<String, String> all = new HashMap<>();
    for (String file : List.of(".pip/pip.conf", ".config/pip/pip.conf")) {
      Path path = home.resolve(file);
      if (Files.isReadable(path)) {
        all.putAll(parse(new String(Files.readAllBytes(path), StandardCharsets.UTF_8)));
      }
    }
    return all;
  }

  static Map<String, String> parse(String text) {
    Map<String, String> settings = new HashMap<>();
    String section = "";
    String name = "";
    for (String line : text.lines().filter(PipSettings::says).toList()) {
      String plain = line.strip();
      int equals = plain.indexOf('=');
      if (plain.startsWith("[")) {
        section = plain.replaceAll("[\\[\\]]", "").strip();
        name = "";
      } else if (Character.isWhitespace(line.charAt(0)) && !name.isEmpty()) {
        settings.merge(name, plain, (before, more) -> (before + " " + more).strip());
      } else {
        String key = equals < 0 ? plain : plain.substring(0, equals).strip();
        name = SECTIONS.contains(section) && KEYS.contains(key) ? variable(key) : "";
        if (!name.isEmpty()) {
          settings.put(name, equals < 0 ? "" : plain.substring(equals + 1).strip());
        }
      }
    }
    settings.values().removeIf(IndexSettings::holdsCredentials);
    return settings;
  }

  private static boolean says(String line) {
    return !line.isBlank() && !line.strip().startsWith("#") && !line.strip().startsWith(";");
  }

  private static String variable(String key) {
    return "PIP_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
