package dev.dynogrid.core.build.site.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a site answers. Whoever sends it leaves the body away where the request was a HEAD.
 *
 * @param status the HTTP status
 * @param headers in the order in which they are sent; {@code Content-Length} is among them where
 *     the status allows it
 * @param body what follows
 */
public record SiteAnswer(int status, Map<String, String> headers, Body body) {
  /** Takes a copy. */
  public SiteAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The bytes of an answer. */
  public sealed interface Body permits Text, Part {}

  /**
   * Bytes in memory.
   *
   * @param text in UTF-8
   */
  public record Text(String text) implements Body {
    /** No bytes at all. */
    public static final Text NONE = new Text("");

    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * A part of a file.
   *
   * @param offset of the first byte
   * @param length in bytes
   */
  public record Part(Path file, long offset, long length) implements Body {}

  static SiteAnswer text(int status, String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/plain; charset=utf-8");
    headers.put("Content-Length", Integer.toString(text.getBytes(StandardCharsets.UTF_8).length));
    return new SiteAnswer(status, headers, new Text(text));
  }

  static SiteAnswer redirect(int status, String location) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Location", location);
    headers.put("Content-Length", "0");
    return new SiteAnswer(status, headers, Text.NONE);
  }

  SiteAnswer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    more.forEach(
        (name, value) -> {
          all.keySet().removeIf(name::equalsIgnoreCase);
          all.put(name, value);
        });
    return new SiteAnswer(status, all, body);
  }
}
