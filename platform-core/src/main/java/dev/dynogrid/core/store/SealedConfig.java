package dev.dynogrid.core.store;

import dev.dynogrid.api.model.ConfigVars;
import java.util.Optional;

/**
 * Config vars as one sealed JSON object. No variables need no seal, and so no key and no cipher.
 */
final class SealedConfig {
  private final ConfigCipher cipher;

  SealedConfig(ConfigCipher cipher) {
    this.cipher = cipher;
  }

  Optional<String> seal(ConfigVars vars, String context) {
    return vars.equals(ConfigVars.EMPTY)
        ? Optional.empty()
        : Optional.of(cipher.seal(JsonBody.ofTexts(vars.asMap()).json(), context));
  }

  ConfigVars open(Optional<String> sealed, String context) {
    return sealed
        .map(text -> ConfigVars.of(JsonBody.parse(cipher.open(text, context)).texts()))
        .orElse(ConfigVars.EMPTY);
  }
}
