package dev.dynogrid.core.build.site.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a {@code Range} header asks for.
 *
 * @param offset of the first byte
 * @param length in bytes; 0 if the file has nothing of what is asked for
 */
record ByteRange(long offset, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /** The part; empty if all is to be sent: nothing, something unknown or several parts asked. */
  static Optional<ByteRange> of(String header, long size) {
    Matcher matcher = ONE.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    } else if (matcher.group(1).isEmpty()) {
      long length = Math.min(size, Long.parseLong(matcher.group(2)));
      return Optional.of(new ByteRange(size - length, length));
    }
    long first = Long.parseLong(matcher.group(1));
    long last =
        matcher.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(matcher.group(2)));
    if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.max(0, last - first + 1)));
  }
}
