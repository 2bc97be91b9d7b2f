package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;

/** Follows WebSocket frames (RFC 6455, 5.2) by their lengths, to know where one ends. */
final class FrameBoundary {
  private static final int LENGTH_2 = 126;
  private static final int LENGTH_8 = 127;
  private static final int MASK = 4;

  private final byte[] header = new byte[10];
  private int headerLength;
  private long payloadLeft;

  /** Whether all that was seen is whole frames. */
  boolean isReached() {
    return headerLength == 0 && payloadLeft == 0;
  }

  void follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (payloadLeft > 0) {
        int skipped = (int) Math.min(payloadLeft, end - at);
        payloadLeft -= skipped;
        at += skipped;
      } else {
        header[headerLength++] = bytes.getByte(at++);
        readHeader();
      }
    }
  }

  private void readHeader() {
    if (headerLength < 2) {
      return;
    }
    int length = header[1] & 0x7f;
    int extended = length == LENGTH_8 ? 8 : length == LENGTH_2 ? 2 : 0;
    if (headerLength < 2 + extended) {
      return;
    }
    payloadLeft = length;
    if (extended > 0) {
      payloadLeft = 0;
      for (int i = 2; i < headerLength; i++) {
        payloadLeft = payloadLeft << 8 | (header[i] & 0xff);
      }
    }
    payloadLeft = Math.max(0, payloadLeft) + ((header[1] & 0x80) != 0 ? MASK : 0);
    headerLength = 0;
  }
}
