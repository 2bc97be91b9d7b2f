package dev.dynogrid.core.routing;

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
import org.jspecify.annotations.Nullable;

/** What a client reads when its app did not answer. */
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

  private ErrorPage() {}

  /** Whether responses of this status have no body. */
  static boolean isBodiless(int status) {
    return status == HttpResponseStatus.NO_CONTENT.code()
        || status == HttpResponseStatus.NOT_MODIFIED.code();
  }

  static FullHttpResponse of(RouterCode code, int status, @Nullable String accept) {
    FullHttpResponse page = page(status, code.title(), "Error " + code, accept);
    page.headers().set(ERROR, code.name());
    return page;
  }

  static FullHttpResponse unknownHost(@Nullable String accept) {
    return page(HttpResponseStatus.NOT_FOUND.code(), UNKNOWN_HOST, "Error 404", accept);
  }

  private static FullHttpResponse page(
      int status, String title, String detail, @Nullable String accept) {
    boolean html = accept != null && accept.contains("text/html");
    String body = html ? HTML.formatted(title, detail) : title + " (" + detail + ")\n";
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    HttpHeaders headers = response.headers();
    headers.set(
        HttpHeaderNames.CONTENT_TYPE, (html ? "text/html" : "text/plain") + "; charset=utf-8");
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    return response;
  }
}
