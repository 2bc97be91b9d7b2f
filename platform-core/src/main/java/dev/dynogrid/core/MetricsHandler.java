package dev.dynogrid.core;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.core.http.ControlHandler;
import dev.dynogrid.core.http.ControlServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** {@code GET /metrics} on the control port, for Prometheus. */
record MetricsHandler(Metrics metrics) implements ControlHandler {
  private static final String PATH = "/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Override
  public boolean handles(String path) {
    return path.equals(PATH);
  }

  @Override
  public void handle(Request request, Response response, Actor actor) throws IOException {
    if (!HttpMethod.GET.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.GET.asString());
      ControlServer.write(response, HttpStatus.METHOD_NOT_ALLOWED_405, "metrics are read by GET");
      return;
    }
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
    try (var out = Content.Sink.asOutputStream(response)) {
      out.write(metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }
  }
}
