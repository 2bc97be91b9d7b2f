package dev.dynogrid.core.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
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

  static InputStream body(Request request) throws IOException {
    InputStream in = Content.Source.asInputStream(request);
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    boolean gzip = encoding != null && (encoding.equals("gzip") || encoding.equals("x-gzip"));
    return gzip ? new GZIPInputStream(in) : in;
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
