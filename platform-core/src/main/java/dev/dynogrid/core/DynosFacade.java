package dev.dynogrid.core;

import dev.dynogrid.api.Dynos;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.Streams;
import dev.dynogrid.api.runtime.TerminalSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Dynos. */
final class DynosFacade implements Dynos {
  /** Longer than any dyno may take to boot. */
  private static final Duration RESTART = Duration.ofMinutes(2);

  private final Engine engine;

  DynosFacade(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Dyno> list(AppId app) {
    engine.ledger().get(app);
    return Waits.on(engine.grid().dynos(app), Waits.SHORT, "the grid");
  }

  @Override
  public void restart(AppId app, Optional<String> type) {
    Release release = current(app);
    Optional<ProcessType> checked = type.map(ProcessType::new);
    checked
        .filter(t -> !release.slug().has(t))
        .ifPresent(
            t -> {
              throw new DynogridException(
                  ErrorCode.INVALID_ARGUMENT,
                  "process type: "
                      + t
                      + " (expected: one of "
                      + release.slug().processTypes().keySet()
                      + ")");
            });
    Waits.on(engine.grid().restart(app, checked), RESTART, "the new dynos to come up");
  }

  @Override
  public DynoSession run(AppId app, String command, Optional<TerminalSize> terminal) {
    Streams streams = terminal.map(Streams::terminal).orElseGet(Streams::attached);
    return Waits.on(
        engine.grid().run(current(app), ProcessType.RUN, command, streams),
        Waits.SHORT,
        "the dyno to start");
  }

  private Release current(AppId app) {
    String name = engine.ledger().get(app).app().name().value();
    return engine
        .ledger()
        .currentRelease(app)
        .orElseThrow(
            () ->
                new DynogridException(
                    ErrorCode.NOTHING_DEPLOYED,
                    "app " + name + " has no release yet: push to it first"));
  }
}
