package dev.dynogrid.core;

import dev.dynogrid.api.Formations;
import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Formations, as somebody. */
final class FormationsFacade implements Formations {
  private final Engine engine;
  private final Actor actor;

  FormationsFacade(Engine engine, Actor actor) {
    this.engine = engine;
    this.actor = actor;
  }

  @Override
  public Formation get(AppId app) {
    return engine.ledger().get(app).app().formation();
  }

  @Override
  public Formation scale(AppId app, Map<String, Integer> changes) {
    Map<ProcessType, Integer> checked = new HashMap<>();
    changes.forEach((type, count) -> checked.put(new ProcessType(type), count));
    engine.ledger().currentRelease(app).ifPresent(release -> checkTypes(release, checked.keySet()));
    Formation wanted =
        engine.ledger().setFormation(app, before -> before.with(checked), actor).formation();
    engine.happened(new PlatformEvent.FormationChanged(app, engine.clock().instant(), wanted));
    Waits.on(engine.grid().inEffect(app), Waits.SHORT, "the route of " + app);
    return wanted;
  }

  private void checkTypes(Release release, Set<ProcessType> types) {
    for (ProcessType type : types) {
      if (!release.slug().has(type)) {
        throw new DynogridException(
            ErrorCode.INVALID_ARGUMENT,
            "process type: "
                + type
                + " (expected: one of "
                + new TreeSet<>(
                    release.slug().processTypes().keySet().stream()
                        .filter(ProcessType::scales)
                        .collect(Collectors.toSet()))
                + ", which "
                + release.label()
                + " of "
                + engine.ledger().get(release.app()).app().name()
                + " has)");
      }
    }
  }
}
