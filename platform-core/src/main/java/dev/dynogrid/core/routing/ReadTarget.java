package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;

/**
 * Finds out which host and path a request means, and writes both down in the form that apps expect:
 * a path in the request line, the host in the header. What cannot be read is left for the next
 * stage to refuse.
 */
final class ReadTarget implements RequestStage {
  private static final String SCHEME = "http://";
  private static final String SECURE_SCHEME = "https://";

  @Override
  public Verdict onRequest(Exchange exchange) {
    HttpRequest request = exchange.request();
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1
        || (hosts.isEmpty() && !request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
      exchange.doubt();
    }
    String host = hosts.isEmpty() ? "" : hosts.get(0);
    String target = request.uri();
    String lower = target.length() > SECURE_SCHEME.length() ? scheme(target) : "";
    if (!lower.isEmpty()) {
      int start = lower.length();
      int end = endOfAuthority(target, start);
      host = target.substring(start, end);
      target = target.startsWith("/", end) ? target.substring(end) : "/" + target.substring(end);
      rewrite(request.headers(), host);
      request.setUri(target);
    } else if (!target.startsWith("/") && !isAsterisk(request)) {
      exchange.doubt();
    }
    if (target.indexOf('#') >= 0) {
      exchange.doubt();
    }
    if (!HostNames.isWellFormed(host)) {
      exchange.doubt();
    } else {
      exchange.means(HostNames.normalise(host), target);
    }
    return Verdict.NEXT;
  }

  private static String scheme(String target) {
    String start = target.substring(0, SECURE_SCHEME.length()).toLowerCase(Locale.ROOT);
    if (start.equals(SECURE_SCHEME)) {
      return SECURE_SCHEME;
    }
    return start.startsWith(SCHEME) ? SCHEME : "";
  }

  private static int endOfAuthority(String target, int start) {
    int end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static void rewrite(HttpHeaders headers, String host) {
    headers.set(HttpHeaderNames.HOST, host);
  }

  private static boolean isAsterisk(HttpRequest request) {
    return request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*");
  }
}
