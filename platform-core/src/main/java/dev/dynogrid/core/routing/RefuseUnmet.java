package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Refuses what is clear but not done here: CONNECT, and expectations other than 100-continue. */
final class RefuseUnmet implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    HttpRequest request = exchange.head().message();
    if (request.method().equals(HttpMethod.CONNECT)) {
      exchange.closeAfter();
      exchange.fail(RouterCode.H26);
      return Verdict.TAKEN;
    }
    if (!request.headers().contains(HttpHeaderNames.EXPECT)) {
      return Verdict.NEXT;
    }
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      request.headers().remove(HttpHeaderNames.EXPECT);
      return Verdict.NEXT;
    }
    for (String expectation : request.headers().getAll(HttpHeaderNames.EXPECT)) {
      if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
        exchange.closeAfter();
        exchange.fail(RouterCode.H26, HttpResponseStatus.EXPECTATION_FAILED.code());
        return Verdict.TAKEN;
      }
    }
    return Verdict.NEXT;
  }
}
