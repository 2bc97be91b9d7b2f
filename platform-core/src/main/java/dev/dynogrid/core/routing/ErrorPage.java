package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouterCode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client reads when its app did not answer: the app's own page, the platform's, or the
 * mesh's plain one.
 */
final class ErrorPage {
  static final String UNKNOWN_HOST = "No app has this host name";

  private static final AsciiString ERROR = AsciiString.cached("X-Dynogrid-Error");
  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>%1$s</title></head>
      <body><h1>%1$s</h1><p>%2$s</p></body>
      </html>
      """;

  /** What is no matter of the app's: its page would tell the wrong story. */
  private static final Set<RouterCode> NOT_THE_APPS =
      EnumSet.of(RouterCode.H26, RouterCode.H31, RouterCode.H99);

  private final ErrorPages platforms;
  private final AppPages apps;

  ErrorPage(ErrorPages platforms, AppPages apps) {
    this.platforms = platforms;
    this.apps = apps;
  }

  /** Whether responses of this status have no body. */
  static boolean isBodiless(int status) {
    return status == HttpResponseStatus.NO_CONTENT.code()
        || status == HttpResponseStatus.NOT_MODIFIED.code();
  }

  /** The response to a request that failed; {@code code} is null for an unknown host. */
  FullHttpResponse of(
      @Nullable RouterCode code,
      int status,
      @Nullable AppRoute route,
      String requestId,
      @Nullable String accept) {
    boolean html = accept != null && accept.contains("text/html");
    String title = code == null ? UNKNOWN_HOST : code.title();
    MeshPage page = code == null || route == null ? null : appsOwn(code, route, accept);
    if (page == null) {
      Optional<AppName> app = Optional.ofNullable(route).map(AppRoute::name);
      page =
          platforms(
              new ErrorPages.Failure(
                  Optional.ofNullable(code), status, title, app, requestId, html));
    }
    if (page == null) {
      page = plain(title, "Error " + (code == null ? status : code), html);
    }
    FullHttpResponse response = response(status, page);
    if (code != null) {
      response.headers().set(ERROR, code.name());
    }
    return response;
  }

  private @Nullable MeshPage appsOwn(RouterCode code, AppRoute route, @Nullable String accept) {
    boolean wanted =
        accept == null
            || accept.contains("text/html")
            || accept.contains("*/*")
            || accept.contains("text/*");
    if (!wanted || NOT_THE_APPS.contains(code)) {
      return null;
    }
    return apps.get(code == RouterCode.H80 ? route.pages().maintenance() : route.pages().error());
  }

  private @Nullable MeshPage platforms(ErrorPages.Failure failure) {
    try {
      return platforms.pageOf(failure).orElse(null);
    } catch (RuntimeException e) {
      Faults.report("the platform's error pages", e);
      return null;
    }
  }

  private static MeshPage plain(String title, String detail, boolean html) {
    return html
        ? MeshPage.html(HTML.formatted(title, detail))
        : new MeshPage("text/plain; charset=utf-8", title + " (" + detail + ")\n");
  }

  /** A page as a response, which nobody may keep. */
  static FullHttpResponse response(int status, MeshPage page) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.wrappedBuffer(page.body().getBytes(StandardCharsets.UTF_8)));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, page.contentType());
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    return response;
  }
}
