package dev.dynogrid.core;

import dev.dynogrid.api.Config;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Release;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Config vars, as somebody. */
final class ConfigFacade implements Config {
  private final Engine engine;
  private final Actor actor;

  ConfigFacade(Engine engine, Actor actor) {
    this.engine = engine;
    this.actor = actor;
  }

  @Override
  public ConfigVars get(AppId app) {
    return engine.ledger().get(app).configVars();
  }

  @Override
  public Optional<Release> change(AppId app, Map<String, String> set, Set<String> unset) {
    get(app).with(set, unset);
    return Waits.cancellable(
        () ->
            engine
                .deploys()
                .changeConfig(
                    app, actor, before -> before.with(set, unset), description(set, unset)));
  }

  /** Names only: values are secrets. */
  private static String description(Map<String, String> set, Set<String> unset) {
    String text = set.isEmpty() ? "" : "Set " + String.join(", ", new TreeSet<>(set.keySet()));
    return unset.isEmpty()
        ? text
        : (text.isEmpty() ? "" : text + "; ") + "Unset " + String.join(", ", new TreeSet<>(unset));
  }
}
