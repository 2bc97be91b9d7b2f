package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;

/** The line before a chunk: hexadecimal digits, perhaps an extension, CR LF, and nothing else. */
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
    return sized && isExtension(bytes, at, end) ? size : -1;
  }

  private static boolean isExtension(ByteBuf bytes, int from, int end) {
    if (from == end) {
      return true;
    }
    if (bytes.getByte(from) != ';') {
      return false;
    }
    for (int at = from; at < end; at++) {
      int c = bytes.getByte(at) & 0xff;
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
