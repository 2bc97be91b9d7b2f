package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Says where the body ends in the one form that every parser reads alike: {@code chunked} in lower
 * case, a length without leading zeros.
 */
final class FrameForDyno implements RequestStage {
  @Override
  public Verdict onRequest(Exchange exchange) {
    HttpHeaders headers = exchange.head().message().headers();
    String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding != null && !HttpHeaderValues.CHUNKED.contentEquals(coding)) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    plainLength(headers);
    return Verdict.NEXT;
  }

  /** Takes leading zeros off a length that has been found to be one. */
  static void plainLength(HttpHeaders headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null && length.length() > 1 && length.charAt(0) == '0') {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(Long.parseLong(length)));
    }
  }
}
