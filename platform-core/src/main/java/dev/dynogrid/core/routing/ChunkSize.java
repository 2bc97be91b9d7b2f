package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;

/** The line before a chunk: hexadecimal digits, perhaps extensions, CR LF, and nothing else. */
final class ChunkSize {
  private static final int MOST_DIGITS = 8;

  private ChunkSize() {}

  /**
   * Reads it without moving the buffer.
   *
   * @param length with its line end
   * @return the size, or -1 if the line has another form
   */
  static long read(ByteBuf bytes, int from, int length) {
    int end = from + length - 2;
    if (length < 3 || bytes.getByte(end) != '\r') {
      return -1;
    }
    long size = 0;
    int at = from;
    for (; at < end; at++) {
      int digit = Character.digit(bytes.getByte(at), 16);
      if (digit < 0) {
        break;
      }
      size = size * 16 + digit;
    }
    boolean sized = at > from && at - from <= MOST_DIGITS && size <= Integer.MAX_VALUE;
    return sized && ChunkExtensions.are(bytes, at, end) ? size : -1;
  }
}
