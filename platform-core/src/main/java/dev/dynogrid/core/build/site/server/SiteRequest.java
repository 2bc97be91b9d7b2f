package dev.dynogrid.core.build.site.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a site.
 *
 * @param method such as {@code GET}
 * @param target path and query, as sent
 * @param headers by name in lower case; of several of one name, the last
 */
public record SiteRequest(String method, String target, Map<String, String> headers) {
  /** Takes a copy. */
  public SiteRequest {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** A header; {@code name} in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether only the head of the answer is wanted. */
  public boolean isHead() {
    return method.equals("HEAD");
  }

  /** The target without its query, still encoded. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The question mark and what follows it; empty if there is none. */
  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query);
  }
}
