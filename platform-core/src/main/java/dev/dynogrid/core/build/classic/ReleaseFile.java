package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.ProcessType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What {@code bin/release} prints, as YAML.
 *
 * @param processTypes commands for types that the Procfile does not name
 * @param configVars defaults for the dynos' environment
 * @param addons services that the app would like to have
 */
record ReleaseFile(
    Map<ProcessType, String> processTypes, Map<String, String> configVars, List<String> addons) {
  static final ReleaseFile EMPTY = new ReleaseFile(Map.of(), Map.of(), List.of());

  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int MOST_ALIASES = 20;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says what is wrong
   */
  static ReleaseFile parse(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("bin/release")
            .setCodePointLimit(MOST_CHARACTERS)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .build();
    @Nullable Object document;
    try {
      document = new Load(settings).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    Map<String, ?> root = map("the whole", document);
    Map<String, String> configVars = texts("config_vars", root.get("config_vars"));
    ConfigVars.of(configVars);
    return new ReleaseFile(
        types(root.get("default_process_types")), configVars, addons(root.get("addons")));
  }

  private static Map<ProcessType, String> types(@Nullable Object value) {
    Map<ProcessType, String> types = new HashMap<>();
    texts("default_process_types", value)
        .forEach((type, command) -> types.put(new ProcessType(type), command));
    return types;
  }

  private static Map<String, String> texts(String name, @Nullable Object value) {
    Map<String, String> texts = new HashMap<>();
    map(name, value)
        .forEach(
            (key, text) -> {
              if (text instanceof Map || text instanceof List) {
                throw new IllegalArgumentException(name + ", " + key + ": (expected: a text)");
              } else if (text != null) {
                texts.put(key, text.toString());
              }
            });
    return texts;
  }

  /** Nothing, and an empty list, which some write for it, are an empty map. */
  private static Map<String, ?> map(String name, @Nullable Object value) {
    if (value == null || (value instanceof List<?> list && list.isEmpty())) {
      return Map.of();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> named = new HashMap<>();
      map.forEach((key, its) -> named.put(String.valueOf(key), its));
      return named;
    }
    throw new IllegalArgumentException(name + ": " + value + " (expected: names with values)");
  }

  private static List<String> addons(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.toList())
        : List.of();
  }
}
