package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the body of a response if the client wants that, the app has not done it, and it is
 * worth it. Streams of events are left alone: they are small, and wait for nobody.
 */
final class Compress implements ResponseStage {
  /** Less is not worth the headers. */
  private static final long LEAST_BYTES = 1024;

  private static final String NO_TRANSFORM = "no-transform";
  private static final String EVENTS = "text/event-stream";
  private static final String WEAK = "W/";

  private static final Set<String> TYPES =
      Set.of(
          "application/javascript",
          "application/json",
          "application/manifest+json",
          "application/wasm",
          "application/x-javascript",
          "application/xml",
          "font/otf",
          "font/ttf",
          "image/svg+xml",
          "image/bmp",
          "image/x-icon");

  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    if (!exchange.destination().settings().compress() || !isWorthIt(response)) {
      return null;
    }
    HttpHeaders headers = response.headers();
    // Whether it is compressed depends on this, also for caches that see it when it is not.
    if (!headers.containsValue(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING, true)) {
      headers.add(HttpHeaderNames.VARY, "Accept-Encoding");
    }
    String coding = wanted(exchange.head().message().headers());
    Compression.Coder coder =
        coding == null || exchange.head().isHeadMethod() || exchange.head().isHttp10()
            ? null
            : exchange.compression().coder(coding);
    if (coding != null && coder != null) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, coding);
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
      headers.remove(HttpHeaderNames.ACCEPT_RANGES);
      HttpUtil.setTransferEncodingChunked(response, true);
      weaken(headers);
      exchange.compressBy(coder);
    }
    return null;
  }

  private static @Nullable String wanted(HttpHeaders request) {
    List<String> accept = request.getAll(HttpHeaderNames.ACCEPT_ENCODING);
    return accept.isEmpty() ? null : Compression.choose(String.join(",", accept));
  }

  private static boolean isWorthIt(HttpResponse response) {
    HttpHeaders headers = response.headers();
    int status = response.status().code();
    return !ErrorPage.isBodiless(status)
        && status != HttpResponseStatus.PARTIAL_CONTENT.code()
        && isText(headers.get(HttpHeaderNames.CONTENT_TYPE))
        && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
        && !headers.contains(HttpHeaderNames.CONTENT_RANGE)
        && HttpUtil.getContentLength(response, LEAST_BYTES) >= LEAST_BYTES
        && !headers.containsValue(HttpHeaderNames.CACHE_CONTROL, NO_TRANSFORM, true);
  }

  private static boolean isText(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int semicolon = contentType.indexOf(';');
    String type =
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
            .strip()
            .toLowerCase(Locale.ROOT);
    return !type.equals(EVENTS)
        && (type.startsWith("text/")
            || TYPES.contains(type)
            || type.endsWith("+json")
            || type.endsWith("+xml"));
  }

  /** The bytes are others, what they mean is the same (RFC 9110, 8.8.1). */
  private static void weaken(HttpHeaders headers) {
    String tag = headers.get(HttpHeaderNames.ETAG);
    if (tag != null && !tag.startsWith(WEAK)) {
      headers.set(HttpHeaderNames.ETAG, WEAK + tag);
    }
  }
}
