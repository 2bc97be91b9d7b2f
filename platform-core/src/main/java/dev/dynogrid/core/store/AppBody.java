package dev.dynogrid.core.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.ReleaseId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The body of an app's record. */
record AppBody(
    Formation formation,
    boolean maintenance,
    ConfigVars configVars,
    int lastVersion,
    Optional<ReleaseId> currentRelease) {
  static final AppBody NEW =
      new AppBody(Formation.INITIAL, false, ConfigVars.EMPTY, 0, Optional.empty());

  private static final int FORMAT = 1;

  AppBody with(Formation other) {
    return new AppBody(other, maintenance, configVars, lastVersion, currentRelease);
  }

  AppBody withMaintenance(boolean on) {
    return new AppBody(formation, on, configVars, lastVersion, currentRelease);
  }

  AppBody with(ConfigVars other) {
    return new AppBody(formation, maintenance, other, lastVersion, currentRelease);
  }

  AppBody withVersion(int version) {
    return new AppBody(formation, maintenance, configVars, version, currentRelease);
  }

  AppBody withCurrent(ReleaseId release) {
    return new AppBody(formation, maintenance, configVars, lastVersion, Optional.of(release));
  }

  String toJson(ConfigCipher cipher, String context) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    JsonObject counts = new JsonObject();
    formation.counts().forEach((type, count) -> counts.addProperty(type.value(), count));
    json.add("formation", counts);
    json.addProperty("maintenance", maintenance);
    json.addProperty("config", SealedConfig.seal(configVars, cipher, context));
    json.addProperty("lastVersion", lastVersion);
    currentRelease.ifPresent(id -> json.addProperty("currentRelease", id.toString()));
    return json.toString();
  }

  static AppBody parse(String text, ConfigCipher cipher, String context) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    Map<ProcessType, Integer> counts = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("formation").entrySet()) {
      counts.put(new ProcessType(entry.getKey()), entry.getValue().getAsInt());
    }
    return new AppBody(
        new Formation(counts),
        json.get("maintenance").getAsBoolean(),
        SealedConfig.open(json.get("config").getAsString(), cipher, context),
        json.get("lastVersion").getAsInt(),
        json.has("currentRelease")
            ? Optional.of(ReleaseId.parse(json.get("currentRelease").getAsString()))
            : Optional.empty());
  }
}
