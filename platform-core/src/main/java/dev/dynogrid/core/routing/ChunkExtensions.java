package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;

/**
 * What may stand after the size of a chunk (RFC 9112, 7.1.1): {@code ;name}, {@code ;name=value}
 * and {@code ;name="value"}, as often as wanted, and nothing else. The mesh passes none of it on.
 */
final class ChunkExtensions {
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  private final ByteBuf bytes;
  private final int end;
  private int at;

  private ChunkExtensions(ByteBuf bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Whether the bytes are extensions, or none. */
  static boolean are(ByteBuf bytes, int from, int end) {
    ChunkExtensions extensions = new ChunkExtensions(bytes, from, end);
    while (extensions.at < end) {
      if (!extensions.isOne()) {
        return false;
      }
    }
    return true;
  }

  private boolean isOne() {
    if (!takes(';')) {
      return false;
    }
    skipBlanks();
    if (!takesToken()) {
      return false;
    }
    int afterName = at;
    skipBlanks();
    if (!takes('=')) {
      at = afterName;
      return true;
    }
    skipBlanks();
    return takes('"') ? endsQuoted() : takesToken();
  }

  private boolean endsQuoted() {
    while (at < end && !takes('"')) {
      if (takes('\\') && at == end) {
        return false;
      }
      int c = bytes.getUnsignedByte(at++);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return bytes.getByte(at - 1) == '"';
  }

  private boolean takesToken() {
    int from = at;
    while (at < end && isToken(bytes.getUnsignedByte(at))) {
      at++;
    }
    return at > from;
  }

  private static boolean isToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_SIGNS.indexOf(c) >= 0;
  }

  private void skipBlanks() {
    while (at < end && (bytes.getByte(at) == ' ' || bytes.getByte(at) == '\t')) {
      at++;
    }
  }

  private boolean takes(char wanted) {
    boolean there = at < end && bytes.getByte(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }
}
