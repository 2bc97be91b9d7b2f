package dev.dynogrid.api.build;

import dev.dynogrid.api.model.ProcessType;
import java.util.Map;

/**
 * What a buildpack adds to a slug beside its files.
 *
 * @param processTypes commands for types that the Procfile does not name
 * @param environment defaults for the dynos' environment; config vars win over them
 */
public record BuildpackResult(
    Map<ProcessType, String> processTypes, Map<String, String> environment) {
  /** Adds nothing. */
  public static final BuildpackResult NOTHING = new BuildpackResult(Map.of(), Map.of());

  /** Takes copies. */
  public BuildpackResult {
    processTypes = Map.copyOf(processTypes);
    environment = Map.copyOf(environment);
  }
}
