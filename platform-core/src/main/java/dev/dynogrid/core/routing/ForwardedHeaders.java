package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells the app who asks and by which way, and takes out what was meant for the mesh. */
final class ForwardedHeaders implements RequestStage {
  private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final AsciiString FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
  private static final AsciiString FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");
  private static final AsciiString REQUEST_ID = AsciiString.cached("X-Request-Id");
  private static final AsciiString REQUEST_START = AsciiString.cached("X-Request-Start");
  private static final AsciiString HTTP = AsciiString.cached("http");

  /** Upgrades to these would open a way past all stages, for many requests. */
  private static final List<String> OTHER_HTTP = List.of("h2c", "http/");

  private final AsciiString port;

  ForwardedHeaders(int port) {
    this.port = AsciiString.cached(Integer.toString(port));
  }

  @Override
  public Verdict onRequest(Exchange exchange) {
    RequestHead head = exchange.head();
    HttpRequest request = head.message();
    HttpHeaders headers = request.headers();
    String upgrade = head.hasBody() ? null : upgrade(request);
    HopByHop.remove(headers);
    if (upgrade != null) {
      head.mayUpgrade(upgrade);
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, upgrade);
    }
    String id = RequestIds.of(headers.get(REQUEST_ID));
    String fwd = append(headers, FORWARDED_FOR, exchange.client().address());
    exchange.notes().origin(id, fwd);
    headers.set(FORWARDED_FOR, fwd);
    headers.set(FORWARDED_PROTO, HTTP);
    headers.set(FORWARDED_PORT, port);
    String host = headers.get(HttpHeaderNames.HOST);
    if (host == null) {
      headers.remove(FORWARDED_HOST);
    } else {
      headers.set(FORWARDED_HOST, host);
    }
    headers.set(REQUEST_ID, id);
    headers.set(REQUEST_START, Long.toString(head.startedMillis()));
    headers.set(HttpHeaderNames.VIA, append(headers, HttpHeaderNames.VIA, SignResponse.VIA));
    return Verdict.NEXT;
  }

  private static @Nullable String upgrade(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String upgrade = headers.get(HttpHeaderNames.UPGRADE);
    boolean asked =
        upgrade != null
            && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    return asked && OTHER_HTTP.stream().noneMatch(upgrade.toLowerCase(Locale.ROOT)::contains)
        ? upgrade
        : null;
  }

  private static String append(HttpHeaders headers, CharSequence name, CharSequence value) {
    String before = headers.get(name);
    if (before == null || before.isEmpty()) {
      return value.toString();
    }
    return String.join(", ", headers.getAll(name)) + ", " + value;
  }
}
