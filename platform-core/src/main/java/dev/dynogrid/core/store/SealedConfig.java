package dev.dynogrid.core.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dynogrid.api.model.ConfigVars;
import java.util.HashMap;
import java.util.Map;

/** Config vars as they are stored: one sealed text, so that not even their number shows. */
final class SealedConfig {
  private SealedConfig() {}

  static String seal(ConfigVars vars, ConfigCipher cipher, String context) {
    JsonObject json = new JsonObject();
    vars.asMap().forEach(json::addProperty);
    return cipher.seal(json.toString(), context);
  }

  static ConfigVars open(String sealed, ConfigCipher cipher, String context) {
    JsonObject json = JsonParser.parseString(cipher.open(sealed, context)).getAsJsonObject();
    Map<String, String> vars = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      vars.put(entry.getKey(), entry.getValue().getAsString());
    }
    return ConfigVars.of(vars);
  }
}
