package dev.dynogrid.core.http;

import dev.dynogrid.api.model.Actor;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Serves a part of the control port. Called on the server's threads, by many at once; may block.
 */
public interface ControlHandler {
  /** Whether the path is this handler's. */
  boolean handles(String path);

  /**
   * Answers a request whose sender has shown the API key.
   *
   * @param actor who the sender says to be
   */
  void handle(Request request, Response response, Actor actor) throws Exception;
}
