package dev.dynogrid.core;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.core.git.Repositories;
import dev.dynogrid.core.http.ControlHandler;
import dev.dynogrid.core.http.ControlServer;
import java.util.List;
import java.util.function.Supplier;

/** The control server with the repositories behind it. */
final class GitControlPort implements ControlPort {
  private final ControlServer server;
  private final Repositories repositories;

  GitControlPort(
      PlatformConfig config,
      Supplier<String> apiKey,
      List<ControlHandler> handlers,
      Repositories repositories) {
    this.server = new ControlServer(config.listenAddress(), config.controlPort(), apiKey, handlers);
    this.repositories = repositories;
  }

  @Override
  public Endpoint open() {
    return server.open();
  }

  @Override
  public void forget(AppId app) {
    repositories.remove(app);
  }

  @Override
  public void close() {
    server.close();
    repositories.close();
  }
}
