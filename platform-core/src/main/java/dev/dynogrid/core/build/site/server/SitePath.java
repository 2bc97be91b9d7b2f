package dev.dynogrid.core.build.site.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The path of a request, decoded; what is hidden has none. */
final class SitePath {
  private static final Set<String> NOT_FOR_VISITORS =
      Set.of("/Procfile", "/app.json", "/static.json");

  private SitePath() {}

  /**
   * Decodes a path; several slashes in a row count as one.
   *
   * @return empty if it is no path, or leads to what visitors must not see
   */
  static Optional<String> decode(String raw) {
    if (!raw.startsWith("/")) {
      return Optional.empty();
    }
    Optional<String> decoded = unescape(raw);
    return decoded.map(path -> path.replaceAll("/{2,}", "/")).filter(path -> !isHidden(path));
  }

  private static Optional<String> unescape(String raw) {
    byte[] from = raw.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer to = ByteBuffer.allocate(from.length);
    for (int i = 0; i < from.length; i++) {
      if (from[i] != '%') {
        to.put(from[i]);
        continue;
      }
      int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      to.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(to.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isHidden(String path) {
    if (path.indexOf('\0') >= 0 || NOT_FOR_VISITORS.contains(path)) {
      return true;
    }
    for (String part : path.split("/")) {
      if (part.startsWith(".") && !part.equals(".well-known")) {
        return true;
      }
    }
    return false;
  }
}
