package dev.dynogrid.core.routing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;

/**
 * Netty's decoder of responses, strict where it is lenient: status lines with anything but single
 * spaces and three digits, reasons with control characters, header lines without a colon. It is
 * told which request a response belongs to, and so knows which have no body.
 */
final class StrictResponseDecoder extends HttpResponseDecoder {
  private static final int STATUS_DIGITS = 3;

  private boolean head;
  private boolean bytesSeen;
  private int wordEnd;
  private int headers;
  private int lengths;

  StrictResponseDecoder() {
    super(Limits.ofResponses());
  }

  /** A request has gone out, perhaps a HEAD: the next response belongs to it. */
  void expect(boolean responseToHead) {
    head = responseToHead;
    bytesSeen = false;
  }

  /** Whether any byte came since then. */
  boolean bytesSeen() {
    return bytesSeen;
  }

  /** Whether bytes have come that belong to no response yet. */
  boolean hasLeftOver() {
    return actualReadableBytes() > 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    bytesSeen = true;
    super.channelRead(ctx, message);
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    if (start != 0) {
      throw new RefusedException("the status line does not start with a version");
    }
    wordEnd = length;
    headers = 0;
    lengths = 0;
    String version = super.splitFirstWordInitialLine(line, start, length);
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw new RefusedException("not HTTP/1.1 or 1.0");
    }
    return version;
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    oneSpace(line, start);
    wordEnd = start + length;
    for (int i = start; i < wordEnd; i++) {
      if (line[i] < '0' || line[i] > '9') {
        throw new RefusedException("a status that is no number");
      }
    }
    if (length != STATUS_DIGITS) {
      throw new RefusedException("a status that has not three digits");
    }
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    oneSpace(line, wordEnd + 1); // further ones belong to the reason
    for (int i = start; i < start + length; i++) {
      int c = line[i] & 0xff;
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new RefusedException("a control character in the reason");
      }
    }
    return super.splitThirdWordInitialLine(line, start, length);
  }

  private void oneSpace(byte[] line, int start) {
    if (start != wordEnd + 1 || line[wordEnd] != ' ') {
      throw new RefusedException("not one space between the words of the status line");
    }
  }

  /**
   * Netty takes a line without a colon for a header without a value, and of several lengths in
   * HTTP/1.0 the first.
   */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    int end = start + length;
    while (end < line.length && (line[end] == ' ' || line[end] == '\t')) {
      end++;
    }
    if (end == line.length || line[end] != ':') {
      throw new RefusedException("a header line without a colon");
    }
    if (++headers > Limits.RESPONSE_HEADERS) {
      throw new TooLongHttpHeaderException("more than " + Limits.RESPONSE_HEADERS + " headers");
    }
    AsciiString name = super.splitHeaderName(line, start, length);
    lengths += HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) ? 1 : 0;
    if (lengths > 1) {
      throw new RefusedException("more than one Content-Length");
    }
    return name;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    // An interim response never has a body, also where WebSocket drafts did otherwise.
    boolean empty = interim || head || super.isContentAlwaysEmpty(message);
    if (empty && message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      message.headers().remove(HttpHeaderNames.CONTENT_LENGTH); // one of two: neither is known
    }
    return empty;
  }
}
