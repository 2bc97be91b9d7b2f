package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Gives a response the form in which the client can tell where it ends: by its length, in chunks,
 * or, where the client knows no chunks, by the end of the connection.
 */
final class FrameForClient implements ResponseStage {
  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    HttpHeaders headers = response.headers();
    boolean chunked = HttpUtil.isTransferEncodingChunked(response);
    HopByHop.remove(headers);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    FrameForDyno.plainLength(headers);
    if (response.status().equals(HttpResponseStatus.NO_CONTENT)) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH); // RFC 9110, 8.6
    }
    boolean bodiless =
        exchange.head().isHeadMethod() || ErrorPage.isBodiless(response.status().code());
    if (!bodiless && (chunked || !headers.contains(HttpHeaderNames.CONTENT_LENGTH))) {
      if (exchange.head().isHttp10()) {
        exchange.closeAfter();
      } else {
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    sayWhetherKept(exchange, headers);
    return null;
  }

  /** Says what becomes of the connection, where that is not what the client expects anyway. */
  static void sayWhetherKept(Exchange exchange, HttpHeaders headers) {
    if (exchange.closesAfter()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (exchange.head().isHttp10()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }
}
