package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
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
    RequestHead head = exchange.head();
    HttpRequest request = head.message();
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    String host = hosts.isEmpty() ? "" : hosts.get(0);
    if (hosts.size() > 1
        || !HostNames.isWellFormed(host)
        || (hosts.isEmpty() && !head.isHttp10())) {
      head.doubt();
    }
    String target = request.uri();
    String lower = target.length() > SECURE_SCHEME.length() ? scheme(target) : "";
    if (!lower.isEmpty()) {
      int start = lower.length();
      int end = endOfAuthority(target, start);
      host = target.substring(start, end);
      target = afterAuthority(request, target.substring(end));
      request.headers().set(HttpHeaderNames.HOST, host);
      request.setUri(target);
    } else if (!target.startsWith("/") && !isAsterisk(request)) {
      head.doubt();
    }
    if (target.indexOf('#') >= 0) {
      head.doubt();
    }
    if (!HostNames.isWellFormed(host) || (host.isEmpty() && !head.isHttp10())) {
      head.doubt();
    } else {
      head.isFor(HostNames.normalise(host));
      exchange.notes().target(head.host(), target);
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

  private static String afterAuthority(HttpRequest request, String path) {
    if (path.isEmpty() && request.method().equals(HttpMethod.OPTIONS)) {
      return "*"; // RFC 9112, 3.2.4
    }
    return path.startsWith("/") ? path : "/" + path;
  }

  private static boolean isAsterisk(HttpRequest request) {
    return request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*");
  }
}
