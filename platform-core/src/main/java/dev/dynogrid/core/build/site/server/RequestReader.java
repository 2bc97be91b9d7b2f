package dev.dynogrid.core.build.site.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the heads of requests in what a client sends. */
final class RequestReader {
  static final int MOST_BYTES = 32 * 1024;

  private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);

  /**
   * The head of a request.
   *
   * @param keepAlive whether the client wants to send another one afterwards
   */
  record Head(SiteRequest request, boolean keepAlive) {}

  /** What cannot be answered. */
  static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequestException(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** Where to put what comes next; full only while {@link #next} has not been asked. */
  ByteBuffer buffer() {
    return bytes;
  }

  /** The next request that is there as a whole; empty if more has to come. */
  Optional<Head> next() throws BadRequestException {
    int end = endOfHead();
    if (end < 0) {
      if (!bytes.hasRemaining()) {
        throw new BadRequestException(431, "Request header fields too large\n");
      }
      return Optional.empty();
    }
    String head = new String(bytes.array(), 0, end, StandardCharsets.ISO_8859_1);
    bytes.flip().position(end);
    bytes.compact();
    return Optional.of(parse(head.strip()));
  }

  /** After the empty line that ends a head; -1 if it has not come yet. */
  private int endOfHead() {
    for (int i = 3; i < bytes.position(); i++) {
      if (bytes.get(i) == '\n' && bytes.get(i - 1) == '\r' && bytes.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static Head parse(String head) throws BadRequestException {
    String[] lines = head.split("\r\n", -1);
    String[] first = lines[0].split(" ", -1);
    if (first.length != 3 || !first[2].matches("HTTP/1\\.[01]") || first[1].isEmpty()) {
      throw new BadRequestException(400, "Bad request\n");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0 || lines[i].substring(0, colon).matches(".*\\s.*")) {
        throw new BadRequestException(400, "Bad request\n");
      }
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    SiteRequest request = new SiteRequest(first[0], first[1], headers);
    return new Head(request, keepsAlive(first[2], request));
  }

  /** A body is not read, so that nothing can follow it. */
  private static boolean keepsAlive(String version, SiteRequest request) {
    boolean body =
        request.header("transfer-encoding").isPresent()
            || request.header("content-length").filter(length -> !length.equals("0")).isPresent();
    String connection = request.header("connection").orElse("").toLowerCase(Locale.ROOT);
    return !body
        && !connection.contains("close")
        && (version.equals("HTTP/1.1") || connection.contains("keep-alive"));
  }
}
