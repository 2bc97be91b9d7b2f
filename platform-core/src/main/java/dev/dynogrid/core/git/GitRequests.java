package dev.dynogrid.core.git;

import dev.dynogrid.api.model.Arguments;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The HTTP side of git's smart protocol: paths, headers, bodies. */
final class GitRequests {
  static final String UPLOAD = "git-upload-pack";
  static final String RECEIVE = "git-receive-pack";

  private static final Pattern PATH =
      Pattern.compile(
          "/([^/]+?)(?:\\.git)?/(info/refs|git-upload-pack|git-receive-pack|HEAD|objects/.*)");

  private static final int LENGTH_DIGITS = 4;
  private static final Pattern LENGTH = Pattern.compile("[0-9a-fA-F]{4}");

  private GitRequests() {}

  /** What is asked of which app. */
  record Target(String app, String what) {}

  static Optional<Target> target(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches()
        ? Optional.of(new Target(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** {@code version=2} and the like. */
  static List<String> extraParameters(Request request) {
    HttpField field = request.getHeaders().getField("Git-Protocol");
    String value = field == null ? "" : field.getValue();
    return value.isEmpty() ? List.of() : List.of(value.split(":"));
  }

  /** Answers what git would not ask, as git's own server does, and says whether it is git's. */
  static boolean accepts(Request request, Target target, Response response) throws IOException {
    boolean service = target.what().equals(UPLOAD) || target.what().equals(RECEIVE);
    String method = request.getMethod();
    if (service != method.equals("POST")
        || (!service && !method.equals("GET") && !method.equals("HEAD"))) {
      response.getHeaders().put(HttpHeader.ALLOW, service ? "POST" : "GET, HEAD");
      refuse(response, HttpStatus.METHOD_NOT_ALLOWED_405, method + " is not for " + target.what());
      return false;
    }
    String expected = "application/x-" + target.what() + "-request";
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (service && !expected.equals(type)) {
      refuse(
          response,
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          "content type: " + type + " (expected: " + expected + ")");
      return false;
    }
    return true;
  }

  private static void refuse(Response response, int status, String text) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * What a client sends.
   *
   * @throws IllegalArgumentException if it is not what it says, or does not begin as git's do
   */
  static InputStream body(Request request) throws IOException {
    PushbackInputStream in = new PushbackInputStream(decoded(request), LENGTH_DIGITS);
    byte[] start = in.readNBytes(LENGTH_DIGITS);
    String digits = new String(start, StandardCharsets.ISO_8859_1);
    Arguments.matching("git request", digits, LENGTH, "the length of a packet, four hex digits");
    in.unread(start);
    return in;
  }

  private static InputStream decoded(Request request) throws IOException {
    InputStream in = Content.Source.asInputStream(request);
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding == null || encoding.equals("identity")) {
      return in;
    }
    Arguments.check(
        encoding.equals("gzip") || encoding.equals("x-gzip"), "content encoding", encoding, "gzip");
    try {
      return new GZIPInputStream(in);
    } catch (ZipException | EOFException e) {
      throw new IllegalArgumentException("git request: (expected: gzip, as its header says)", e);
    }
  }

  static OutputStream answer(Response response, String contentType) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, max-age=0, must-revalidate");
    response.getHeaders().put(HttpHeader.PRAGMA, "no-cache");
    response.getHeaders().put(HttpHeader.EXPIRES, "Fri, 01 Jan 1980 00:00:00 GMT");
    return Content.Sink.asOutputStream(response);
  }
}
