package dev.dynogrid.core.http;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of the control port. It knows who may come in, and hands each request to the
 * first handler whose path it is.
 */
public final class ControlServer {
  private static final int THREADS = 64;
  private static final int LEAST_THREADS = 4;
  private static final int IDLE_MILLIS = 60_000;
  private static final int HEAD_BYTES = 16 * 1024;
  private static final long STOP_MILLIS = 5_000;

  private final String address;
  private final int port;
  private final Supplier<String> apiKey;
  private final List<ControlHandler> handlers;
  private @Nullable Server server;

  /**
   * A server that does nothing until it is opened.
   *
   * @param port 0 for any free one
   * @param apiKey asked for once, when it is opened
   * @param handlers asked in this order
   */
  public ControlServer(
      String address, int port, Supplier<String> apiKey, List<ControlHandler> handlers) {
    this.address = address;
    this.port = port;
    this.apiKey = apiKey;
    this.handlers = List.copyOf(handlers);
  }

  /**
   * Listens.
   *
   * @return where
   * @throws DynogridException if it cannot listen there
   */
  public synchronized Endpoint open() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, LEAST_THREADS, IDLE_MILLIS);
    threads.setName("dynogrid-http");
    threads.setDaemon(true);
    Server jetty = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEAD_BYTES);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    jetty.addConnector(connector);
    jetty.setHandler(new Entrance(new ApiKeyCheck(apiKey.get())));
    jetty.setStopTimeout(STOP_MILLIS);
    try {
      jetty.start();
    } catch (Exception e) {
      stop(jetty);
      throw cannotListen(e);
    }
    server = jetty;
    return new Endpoint(address, connector.getLocalPort());
  }

  private DynogridException cannotListen(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new DynogridException(
        ErrorCode.MISSING_PREREQUISITE,
        "cannot listen on "
            + address
            + ":"
            + port
            + " for git: "
            + cause.getMessage()
            + ": choose another control port",
        e);
  }

  /** Stops listening; requests under way are given a moment. Idempotent. */
  public synchronized void close() {
    @Nullable Server jetty = server;
    server = null;
    if (jetty != null) {
      stop(jetty);
    }
  }

  private static void stop(Server jetty) {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new DynogridException(ErrorCode.INTERNAL, "the control port did not stop: " + e, e);
    }
  }

  private final class Entrance extends Handler.Abstract {
    private final ApiKeyCheck check;

    Entrance(ApiKeyCheck check) {
      this.check = check;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      try {
        answer(request, response);
        callback.succeeded();
      } catch (DynogridException e) {
        refuse(response, callback, status(e), e.getMessage());
      } catch (IllegalArgumentException e) {
        refuse(response, callback, HttpStatus.BAD_REQUEST_400, String.valueOf(e.getMessage()));
      } catch (Exception e) {
        callback.failed(e);
      }
      return true;
    }

    private static int status(DynogridException e) {
      return switch (e.code()) {
        case NOT_FOUND -> HttpStatus.NOT_FOUND_404;
        case CONFLICT -> HttpStatus.CONFLICT_409;
        case NOT_RUNNING -> HttpStatus.SERVICE_UNAVAILABLE_503;
        default ->
            switch (e.fault()) {
              case CALLER -> HttpStatus.BAD_REQUEST_400;
              case RESOURCES -> HttpStatus.SERVICE_UNAVAILABLE_503;
              case PLATFORM -> HttpStatus.INTERNAL_SERVER_ERROR_500;
            };
      };
    }

    private void answer(Request request, Response response) throws Exception {
      String path = Request.getPathInContext(request);
      if (path.equals("/")) {
        write(response, HttpStatus.OK_200, "Dynogrid control port");
        return;
      }
      Optional<ControlHandler> handler =
          handlers.stream().filter(candidate -> candidate.handles(path)).findFirst();
      if (handler.isEmpty()) {
        write(response, HttpStatus.NOT_FOUND_404, "nothing is here");
        return;
      }
      Optional<Actor> actor = check.check(request.getHeaders().get(HttpHeader.AUTHORIZATION));
      if (actor.isEmpty()) {
        response
            .getHeaders()
            .put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"dynogrid\", charset=\"UTF-8\"");
        write(response, HttpStatus.UNAUTHORIZED_401, "the API key is needed as password");
        return;
      }
      handler.get().handle(request, response, actor.get());
    }

    private void refuse(Response response, Callback callback, int status, String message) {
      if (response.isCommitted()) {
        callback.failed(new IOException(message));
        return;
      }
      try {
        write(response, status, message);
        callback.succeeded();
      } catch (IOException e) {
        callback.failed(e);
      }
    }
  }

  /** Answers with a line of text. */
  public static void write(Response response, int status, String text) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    try (var out = Content.Sink.asOutputStream(response)) {
      out.write(bytes);
    }
  }
}
