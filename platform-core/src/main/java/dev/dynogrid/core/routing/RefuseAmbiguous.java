package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/**
 * Refuses what the mesh and a dyno could read in two ways (request smuggling), and what is over a
 * limit: what the decoder has refused, and any doubt about where the body ends.
 */
final class RefuseAmbiguous implements RequestStage {
  private static final int MOST_LENGTH_DIGITS = 18;

  @Override
  public Verdict onRequest(Exchange exchange) {
    HttpRequest request = exchange.head().message();
    boolean failed = request.decoderResult().isFailure();
    if (failed || exchange.head().isDoubtful() || isFramingDoubtful(request)) {
      exchange.closeAfter();
      exchange.fail(
          RouterCode.H26,
          failed ? statusOf(request.decoderResult().cause()) : RouterCode.H26.status());
      return Verdict.TAKEN;
    }
    return Verdict.NEXT;
  }

  private static int statusOf(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG.code();
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.code();
    }
    return cause instanceof RefusedException refused ? refused.status() : RouterCode.H26.status();
  }

  private static boolean isFramingDoubtful(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      boolean chunked = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
      if (!chunked
          || !lengths.isEmpty()
          || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
        return true;
      }
    }
    if (lengths.size() > 1 || (lengths.size() == 1 && !isLength(lengths.get(0)))) {
      return true;
    }
    // Netty reads eight bytes of body for this draft of WebSockets, without any header saying so.
    return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1);
  }

  private static boolean isLength(String value) {
    if (value.isEmpty() || value.length() > MOST_LENGTH_DIGITS) {
      return false;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
