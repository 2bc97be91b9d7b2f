package dev.dynogrid.core.routing;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request asks for, as far as the stages have read it. */
final class RequestHead {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  private final HttpRequest message;
  private final long startedMillis;
  private final boolean http10;
  private final boolean headMethod;
  private final boolean body;
  private String host = "";
  private boolean doubtful;
  private Set<String> upgrades = Set.of();

  RequestHead(HttpRequest message, long startedMillis) {
    this.message = message;
    this.startedMillis = startedMillis;
    http10 = message.protocolVersion().equals(HttpVersion.HTTP_1_0);
    headMethod = message.method().equals(HttpMethod.HEAD);
    String length = message.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    body =
        message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
            || (length != null && !length.equals("0"));
  }

  /** As it will go to the dyno; stages change it. */
  HttpRequest message() {
    return message;
  }

  /** The same as a request that is complete without a body: it is written as one. */
  HttpRequest whole() {
    return new DefaultFullHttpRequest(
        message.protocolVersion(),
        message.method(),
        message.uri(),
        Unpooled.EMPTY_BUFFER,
        message.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  /** When it came, in milliseconds of the epoch. */
  long startedMillis() {
    return startedMillis;
  }

  boolean isHttp10() {
    return http10;
  }

  /** Whether the method is HEAD, so that no response has a body. */
  boolean isHeadMethod() {
    return headMethod;
  }

  boolean hasBody() {
    return body;
  }

  @Nullable String accept() {
    return message.headers().get(HttpHeaderNames.ACCEPT);
  }

  /** It is for this host, in the form of {@link HostNames#normalise}. */
  void isFor(String normalisedHost) {
    host = normalisedHost;
  }

  String host() {
    return host;
  }

  /** It can be read in more than one way. */
  void doubt() {
    doubtful = true;
  }

  boolean isDoubtful() {
    return doubtful;
  }

  /** It asks for other protocols, and may have one. */
  void mayUpgrade(String protocols) {
    upgrades = protocolsIn(protocols);
  }

  boolean upgrades() {
    return !upgrades.isEmpty();
  }

  /** Whether this is, or these are, what it asks for. */
  boolean upgradesTo(String protocol) {
    return upgrades() && upgrades.containsAll(protocolsIn(protocol));
  }

  private static Set<String> protocolsIn(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(protocol -> protocol.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** Whether the client waits for a word of the app before it sends the body. */
  boolean awaitsContinue() {
    return message.headers().contains(HttpHeaderNames.EXPECT);
  }

  /** Bytes of the body; -1 if it comes in chunks, whose number nobody knows yet. */
  long bodyLength() {
    return message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        ? -1
        : HttpUtil.getContentLength(message, 0L);
  }

  /** Whether to ask for it twice is to ask for it once. */
  boolean isIdempotent() {
    return !upgrades() && IDEMPOTENT.contains(message.method());
  }
}
