package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Removes headers that are about one connection only (RFC 9110, 7.6.1). */
final class HopByHop {
  private static final List<AsciiString> ALWAYS =
      List.of(
          HttpHeaderNames.CONNECTION,
          AsciiString.cached("keep-alive"),
          AsciiString.cached("proxy-connection"),
          HttpHeaderNames.PROXY_AUTHENTICATE,
          HttpHeaderNames.PROXY_AUTHORIZATION,
          HttpHeaderNames.TE,
          HttpHeaderNames.UPGRADE);

  /** Not removed because a Connection header names them: they say where to, and how long. */
  private static final Set<String> NEVER =
      Set.of("host", "content-length", "transfer-encoding", "close", "keep-alive", "upgrade");

  private static final Set<String> NOT_IN_TRAILERS =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "location",
          "proxy-authorization",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-request-id",
          "x-request-start");

  private HopByHop() {}

  /** All of them, Transfer-Encoding excepted, by which the body is still framed. */
  static void remove(HttpHeaders headers) {
    for (String named : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String option : named.split(",", -1)) {
        String name = option.strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && !NEVER.contains(name)) {
          headers.remove(name);
        }
      }
    }
    for (AsciiString name : ALWAYS) {
      headers.remove(name);
    }
  }

  /** What a trailer may not say: it would come after the decisions that such a header is for. */
  static void removeFromTrailers(HttpHeaders trailers) {
    if (!trailers.isEmpty()) {
      for (String name : Set.copyOf(trailers.names())) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        if (NOT_IN_TRAILERS.contains(plain) || plain.startsWith("x-forwarded-")) {
          trailers.remove(name);
        }
      }
    }
  }
}
