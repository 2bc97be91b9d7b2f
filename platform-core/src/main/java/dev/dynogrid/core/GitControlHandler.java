package dev.dynogrid.core;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.core.git.GitHandler;
import dev.dynogrid.core.http.ControlHandler;
import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Git on the control port: the two packages do not know each other. */
record GitControlHandler(GitHandler git) implements ControlHandler {
  @Override
  public boolean handles(String path) {
    return git.handles(path);
  }

  @Override
  public void handle(Request request, Response response, Actor actor) throws IOException {
    git.handle(request, response, actor);
  }
}
