package dev.dynogrid.tck.memory;

import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.MeshContext;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RouterCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One request on one connection of a client: read, given to a dyno, and its answer passed on. */
final class MeshExchange {
  private static final int CLIENT_MILLIS = 60_000;
  private static final int BUFFER = 16 * 1024;

  private final Socket socket;
  private final MeshRoutes routes;
  private final MeshContext context;
  private final Clock clock;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean underWay;
  private boolean answered;

  MeshExchange(Socket socket, MeshRoutes routes, MeshContext context, Clock clock)
      throws IOException {
    this.socket = socket;
    this.routes = routes;
    this.context = context;
    this.clock = clock;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  void run() throws IOException, InterruptedException {
    socket.setSoTimeout(CLIENT_MILLIS);
    HttpHead request;
    try {
      request = HttpHead.read(in);
      checkForm(request);
    } catch (HttpHead.MalformedException e) {
      answer(RouterCode.H26);
      return;
    }
    underWay = true;
    if (routes.version() == 0) {
      answer(RouterCode.H99);
      return;
    }
    Optional<AppRoute> route = routes.find(request.first("host"));
    if (route.isEmpty()) {
      answer(404, "No app has this host name", "");
      return;
    }
    serve(request, route.get());
  }

  /** Whether a request has come whole, and its answer has not yet gone. */
  boolean isUnderWay() {
    return underWay;
  }

  private static void checkForm(HttpHead request) throws HttpHead.MalformedException {
    boolean valid =
        request.start().matches("[A-Z]+ \\S+ HTTP/1\\.[01]") && request.all("host").size() == 1;
    if (!valid) {
      throw new HttpHead.MalformedException("not a request: " + request.start());
    }
    request.length();
  }

  private void serve(HttpHead request, AppRoute route) throws IOException, InterruptedException {
    Set<DynoId> tried = new HashSet<>();
    try {
      while (true) {
        RouteTarget target;
        try {
          target = routes.enter(route.app(), tried, this::clientIsGone);
        } catch (MeshRoutes.RefusedException e) {
          // Dynos that refused are no backlog.
          throw tried.isEmpty() ? e : new MeshRoutes.RefusedException(RouterCode.H21);
        }
        try (Socket dyno = new Socket()) {
          if (connect(dyno, target, route.settings())) {
            passOn(request, route, target, dyno);
            return;
          }
          tried.add(target.dyno());
          if (tried.size() == route.targets().size()) {
            throw new MeshRoutes.RefusedException(RouterCode.H21);
          }
        } finally {
          routes.leave(route.app(), target);
        }
      }
    } catch (MeshRoutes.RefusedException e) {
      log(route, request, "-", e.code().status(), Optional.of(e.code()));
      answer(e.code());
    }
  }

  private boolean connect(Socket dyno, RouteTarget target, RouteSettings settings) {
    try {
      dyno.connect(
          new InetSocketAddress(target.endpoint().host(), target.endpoint().port()),
          Math.toIntExact(settings.connectTimeout().toMillis()));
      return true;
    } catch (IOException e) {
      context.listener().unreachable(target.dyno(), RouterCode.H21);
      return false;
    }
  }

  /** From the first byte on, the request may have reached the dyno: it is never sent again. */
  private void passOn(HttpHead request, AppRoute route, RouteTarget target, Socket dyno)
      throws IOException {
    int status;
    Optional<RouterCode> code = Optional.empty();
    try {
      status = exchange(request, route.settings(), dyno);
    } catch (MeshRoutes.RefusedException e) {
      status = e.code().status();
      code = Optional.of(e.code());
    }
    routes.answered(route.app(), target.release(), status);
    log(route, request, target.name().toString(), status, code);
    if (code.isPresent()) {
      answer(code.get());
    }
  }

  private int exchange(HttpHead request, RouteSettings settings, Socket dyno)
      throws IOException, MeshRoutes.RefusedException {
    OutputStream toDyno = dyno.getOutputStream();
    InputStream fromDyno = new BufferedInputStream(dyno.getInputStream());
    HttpHead response;
    try {
      toDyno.write(request.passedOn(forwarded(request)));
      copyBody(request, in, toDyno, Math.max(0, request.length()));
      dyno.setSoTimeout(Math.toIntExact(settings.firstByteTimeout().toMillis()));
      response = HttpHead.read(fromDyno);
    } catch (SocketTimeoutException e) {
      throw new MeshRoutes.RefusedException(RouterCode.H12);
    } catch (HttpHead.MalformedException e) {
      throw new MeshRoutes.RefusedException(RouterCode.H17);
    } catch (IOException e) {
      throw new MeshRoutes.RefusedException(RouterCode.H13);
    }
    if (!response.start().matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
      throw new MeshRoutes.RefusedException(RouterCode.H17);
    }
    dyno.setSoTimeout(Math.toIntExact(settings.idleTimeout().toMillis()));
    answered = true;
    out.write(response.passedOn(List.of()));
    copyBody(response, fromDyno, out, response.length());
    out.flush();
    return Integer.parseInt(response.start().substring(9, 12));
  }

  private List<String> forwarded(HttpHead request) {
    return List.of(
        "X-Forwarded-For: " + socket.getInetAddress().getHostAddress(),
        "X-Forwarded-Proto: http",
        "X-Forwarded-Port: " + socket.getLocalPort(),
        "X-Forwarded-Host: " + request.first("host"),
        "X-Request-Id: " + UUID.randomUUID(),
        "Via: 1.1 dynogrid");
  }

  /** By its length, by its chunks, or to the end of the connection. */
  private static void copyBody(HttpHead head, InputStream from, OutputStream to, long length)
      throws IOException {
    if (head.isChunked()) {
      copyChunks(from, to);
    } else if (length >= 0) {
      copy(from, to, length);
    } else {
      from.transferTo(to);
    }
    to.flush();
  }

  private static void copy(InputStream from, OutputStream to, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = length; left > 0; ) {
      int read = from.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new IOException("the body ended before its time");
      }
      to.write(buffer, 0, read);
      to.flush();
      left -= read;
    }
  }

  private static void copyChunks(InputStream from, OutputStream to) throws IOException {
    boolean last = false;
    while (!last) {
      String size = line(from, to);
      int bytes = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      copy(from, to, bytes);
      last = bytes == 0;
      while (!line(from, to).isEmpty() && last) {
        to.flush(); // a trailer
      }
    }
  }

  private static String line(InputStream from, OutputStream to) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = from.read(); b >= 0; b = from.read()) {
      to.write(b);
      if (b == '\n') {
        return line.toString().strip();
      }
      line.append((char) b);
    }
    throw new IOException("the body ended before its time");
  }

  /** Nothing comes while a request waits, but for the end. */
  private boolean clientIsGone() throws IOException {
    in.mark(1);
    socket.setSoTimeout(1);
    try {
      boolean gone = in.read() < 0;
      in.reset();
      return gone;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(CLIENT_MILLIS);
    }
  }

  private void answer(RouterCode code) throws IOException {
    answer(code.status(), code.title(), "X-Dynogrid-Error: " + code + "\r\n");
  }

  private void answer(int status, String text, String header) throws IOException {
    if (answered) {
      return;
    }
    String head =
        "HTTP/1.1 %d %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, text, header, text.length(), text);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void log(
      AppRoute route, HttpHead request, String dyno, int status, Optional<RouterCode> code) {
    String[] line = request.start().split(" ", 3);
    String error = code.map(c -> "code=" + c + " desc=\"" + c.title() + "\" ").orElse("");
    String text =
        "at=%s %smethod=%s path=\"%s\" host=%s dyno=%s status=%d"
            .formatted(
                code.isPresent() ? "error" : "info",
                error,
                line[0],
                line[1],
                request.first("host"),
                dyno,
                status);
    context
        .logs()
        .accept(new LogLine(route.app(), clock.instant(), LogLine.PLATFORM, "router", text));
  }
}
