package dev.dynogrid.core.store;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.ConfigVars;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Config vars as one sealed JSON object. No variables need no seal, and so no key and no cipher.
 *
 * <p>An app, its current release and most of its older ones have the same variables. So the newest
 * sealed text of each app is remembered: it is used again, and is opened once for all of them.
 */
final class SealedConfig {
  private final ConfigCipher cipher;
  private final Map<AppId, Opened> newest = new ConcurrentHashMap<>();

  private record Opened(String sealed, ConfigVars vars) {}

  SealedConfig(ConfigCipher cipher) {
    this.cipher = cipher;
  }

  Optional<String> seal(ConfigVars vars, AppId app) {
    if (vars.equals(ConfigVars.EMPTY)) {
      return Optional.empty();
    }
    Opened known = newest.get(app);
    if (known == null || !known.vars().equals(vars)) {
      String plain = JsonBody.ofTexts(vars.asMap()).json();
      known = new Opened(cipher.seal(plain, context(app)), vars);
      newest.put(app, known);
    }
    return Optional.of(known.sealed());
  }

  ConfigVars open(Optional<String> sealed, AppId app) {
    return sealed.map(text -> open(text, app)).orElse(ConfigVars.EMPTY);
  }

  private ConfigVars open(String sealed, AppId app) {
    Opened known = newest.get(app);
    if (known == null || !known.sealed().equals(sealed)) {
      String plain = cipher.open(sealed, context(app));
      known = new Opened(sealed, ConfigVars.of(JsonBody.parse(plain).texts()));
      newest.put(app, known);
    }
    return known.vars();
  }

  void forget(AppId app) {
    newest.remove(app);
  }

  private static String context(AppId app) {
    return "app " + app;
  }
}
