package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses responses that are not HTTP, or beyond a limit. */
final class RefuseResponse implements ResponseStage {
  private static final int LEAST_STATUS = 200;
  private static final int MOST_STATUS = 999;
  private static final int COOKIE = 8 * 1024;

  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    int status = response.status().code();
    HttpVersion version = response.protocolVersion();
    if (version.majorVersion() != 1 || status < LEAST_STATUS || status > MOST_STATUS) {
      return RouterCode.H17;
    }
    HttpHeaders headers = response.headers();
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean plain =
        codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"));
    if (!plain) {
      return RouterCode.H17;
    }
    for (String cookie : headers.getAll(HttpHeaderNames.SET_COOKIE)) {
      if (cookie.length() > COOKIE) {
        return RouterCode.H25;
      }
    }
    return null;
  }
}
