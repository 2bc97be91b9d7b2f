package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long the dyno's connection may be kept after this response: not if its end is the
 * response's, else a second less than the dyno announces, so that the mesh is the one who closes. A
 * dyno that takes one request at a time may also take one connection at a time: none is kept there.
 */
final class KeepDyno implements ResponseStage {
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final String TIMEOUT = "timeout=";

  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    HttpHeaders headers = response.headers();
    boolean framed =
        exchange.head().isHeadMethod()
            || ErrorPage.isBodiless(response.status().code())
            || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
            || HttpUtil.isTransferEncodingChunked(response);
    boolean kept =
        framed
            && HttpUtil.isKeepAlive(response)
            && exchange.destination().settings().requestsPerDyno() > 1;
    exchange.keepDyno(kept ? idleNanos(headers) : 0);
    return null;
  }

  private static long idleNanos(HttpHeaders headers) {
    String announced = headers.get(KEEP_ALIVE);
    if (announced == null) {
      return Limits.DYNO_IDLE_NANOS;
    }
    for (String parameter : announced.split(",", -1)) {
      String plain = parameter.strip().toLowerCase(Locale.ROOT);
      if (plain.startsWith(TIMEOUT)) {
        return lessThan(plain.substring(TIMEOUT.length()));
      }
    }
    return Limits.DYNO_IDLE_NANOS;
  }

  private static long lessThan(String seconds) {
    if (seconds.isEmpty()
        || seconds.length() > 9
        || !seconds.chars().allMatch(Character::isDigit)) {
      return Limits.DYNO_IDLE_NANOS;
    }
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(seconds) - 1);
    return Math.max(0, Math.min(nanos, Limits.DYNO_IDLE_NANOS));
  }
}
