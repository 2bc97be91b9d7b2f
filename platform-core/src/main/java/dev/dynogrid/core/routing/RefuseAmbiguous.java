package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the mesh and a dyno could read in two ways (request smuggling): beside what the
 * decoder refuses, any doubt about where the body ends.
 */
final class RefuseAmbiguous implements RequestStage {
  private static final int MOST_LENGTH_DIGITS = 18;

  @Override
  public Verdict onRequest(Exchange exchange) {
    HttpRequest request = exchange.head().message();
    if (request.decoderResult().isFailure()
        || exchange.head().isDoubtful()
        || framingDoubt(request) != null) {
      exchange.closeAfter();
      exchange.fail(RouterCode.H26);
      return Verdict.TAKEN;
    }
    return Verdict.NEXT;
  }

  private static @Nullable String framingDoubt(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty()) {
        return "Transfer-Encoding beside Content-Length";
      }
      if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
        return "Transfer-Encoding other than chunked";
      }
      if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
        return "Transfer-Encoding in HTTP/1.0";
      }
    }
    if (lengths.size() > 1 || (lengths.size() == 1 && !isLength(lengths.get(0)))) {
      return "not one Content-Length";
    }
    // Netty reads eight bytes of body for this draft of WebSockets, without any header saying so.
    return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1) ? "a WebSocket draft" : null;
  }

  private static boolean isLength(String value) {
    if (value.isEmpty() || value.length() > MOST_LENGTH_DIGITS) {
      return false;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
