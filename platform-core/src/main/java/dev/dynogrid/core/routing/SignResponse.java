package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Says that the response came through the mesh. */
final class SignResponse implements ResponseStage {
  static final AsciiString VIA = AsciiString.cached("1.1 dynogrid");

  @Override
  public @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response) {
    response.headers().add(HttpHeaderNames.VIA, VIA);
    return null;
  }
}
