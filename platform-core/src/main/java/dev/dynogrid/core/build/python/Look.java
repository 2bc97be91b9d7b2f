package dev.dynogrid.core.build.python;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.dynogrid.api.build.CommandResult;
import java.util.List;
import java.util.Optional;

/**
 * What an interpreter found out about itself.
 *
 * @param version its own
 * @param missing the requirements that its packages do not satisfy, each with the reason
 * @param wanted all requirements, as they are written
 * @param pip whether it can install packages
 */
record Look(String version, List<String> missing, List<String> wanted, boolean pip) {
  /** Reads the last line; empty if the interpreter could not do its work. */
  static Optional<Look> of(CommandResult result) {
    String last = result.output().strip();
    last = last.substring(last.lastIndexOf('\n') + 1);
    try {
      return result.succeeded() && JsonParser.parseString(last) instanceof JsonObject json
          ? Optional.of(
              new Look(
                  json.get("version").getAsString(),
                  list(json.get("missing")),
                  list(json.get("wanted")),
                  json.get("pip").getAsBoolean()))
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static List<String> list(JsonElement element) {
    return element instanceof JsonArray array
        ? array.asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }
}
