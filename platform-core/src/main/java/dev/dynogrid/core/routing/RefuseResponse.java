package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses responses that are not HTTP, or beyond a limit. */
final class RefuseResponse implements ResponseStage {
  private static final int LEAST_STATUS = 200;
  private static final int COOKIE = 8 * 1024;

  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    if (response.status().code() < LEAST_STATUS) {
      return RouterCode.H17;
    }
    HttpHeaders headers = response.headers();
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty() && (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"))) {
      return RouterCode.H17;
    }
    return isTooLong(response) ? RouterCode.H25 : null;
  }

  private static boolean isTooLong(HttpResponse response) {
    for (String cookie : response.headers().getAll(HttpHeaderNames.SET_COOKIE)) {
      if (cookie.length() > COOKIE) {
        return true;
      }
    }
    boolean mayHaveLongLine =
        response.decoderResult() instanceof HttpMessageDecoderResult result
            && result.headerSize() > Limits.RESPONSE_LINE;
    if (mayHaveLongLine) {
      Iterator<Map.Entry<CharSequence, CharSequence>> all =
          response.headers().iteratorCharSequence();
      while (all.hasNext()) {
        Map.Entry<CharSequence, CharSequence> line = all.next();
        if (line.getKey().length() + line.getValue().length() > Limits.RESPONSE_LINE) {
          return true;
        }
      }
    }
    return false;
  }
}
