package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/** What header lines must be like, checked on their bytes: number, length, and none folded. */
final class LineRules {
  private boolean inHeaders;
  private boolean started;
  private int count;
  private @Nullable RefusedException refusal;

  /** A request line comes next. */
  void startHead() {
    inHeaders = false;
    started = false;
    count = 0;
    refusal = null;
  }

  private void refuse(String reason) {
    refusal = new RefusedException(reason);
  }

  /** The request line has been read. */
  void startHeaders() {
    inHeaders = true;
  }

  /** Trailers come next, if any lines do. */
  void startTrailers() {
    startHead();
    inHeaders = true;
    started = true;
  }

  /**
   * Looks at whole lines that have been read.
   *
   * @return why the message is to be refused, or null
   */
  @Nullable RefusedException check(ByteBuf bytes, int from, int to) {
    if (started && from < to && isFold(bytes.getByte(from))) {
      refuse("a folded header line");
    }
    started = inHeaders;
    int lineStart = from;
    while (lineStart < to) {
      int lineEnd = bytes.forEachByte(lineStart, to - lineStart, ByteProcessor.FIND_LF);
      if (lineEnd < 0) {
        break;
      }
      count++;
      if (lineEnd - lineStart > Limits.REQUEST_LINE + 1) {
        refusal = tooLarge("a header line over its limit");
      } else if (count > Limits.REQUEST_HEADERS + 2) {
        refusal = tooLarge("too many header lines");
      } else if (lineEnd + 1 < to && isFold(bytes.getByte(lineEnd + 1))) {
        refuse("a folded header line");
      }
      lineStart = lineEnd + 1;
    }
    return refusal;
  }

  private static RefusedException tooLarge(String reason) {
    return new RefusedException(reason, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
  }

  private static boolean isFold(byte first) {
    return first == ' ' || first == '\t';
  }
}
