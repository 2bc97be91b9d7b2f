package dev.dynogrid.core;

import dev.dynogrid.api.Logs;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Subscription;
import java.util.List;

/** Logs. */
final class LogsFacade implements Logs {
  private final Engine engine;

  LogsFacade(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<LogLine> recent(AppId app, int most) {
    engine.ledger().get(app);
    return engine.logs().recent(app, most);
  }

  @Override
  public Subscription tail(AppId app, int recent, LogSink reader) {
    engine.ledger().get(app);
    return engine.logs().tail(app, recent, reader);
  }
}
