package dev.dynogrid.core.build.site.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a site wants to be served, as far as its files do not say it. Kept as text, a line a rule,
 * parts separated by tabs.
 *
 * @param cleanUrls whether {@code /about} is answered by {@code about.html}
 * @param httpsOnly whether requests that came to the platform over HTTP are sent to HTTPS
 * @param errorPage the page for what is not there, relative to the site
 * @param routes patterns of paths to the files that answer those that no file has; the first wins
 * @param redirects patterns of paths to where they are sent
 * @param headers patterns of paths to the headers of their answers
 */
public record SiteRules(
    boolean cleanUrls,
    boolean httpsOnly,
    String errorPage,
    Map<String, String> routes,
    Map<String, Redirect> redirects,
    Map<String, Map<String, String>> headers) {
  /** For sites that say nothing. */
  public static final SiteRules USUAL =
      new SiteRules(true, false, "404.html", Map.of(), Map.of(), Map.of());

  /**
   * Where a path is sent.
   *
   * @param url a path or a whole address
   * @param status 301, 302, 303, 307 or 308
   */
  public record Redirect(String url, int status) {}

  /** Takes copies, which keep the order. */
  public SiteRules {
    routes = new LinkedHashMap<>(routes);
    redirects = new LinkedHashMap<>(redirects);
    headers = new LinkedHashMap<>(headers);
  }

  /**
   * Whether a path, decoded, is one of a pattern: {@code *} stands for a part, {@code **} for any.
   */
  static boolean matches(String pattern, String path) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.startsWith("/**", i) && i + 3 == pattern.length()) {
        regex.append("(/.*)?");
        i += 2;
      } else if (pattern.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (pattern.charAt(i) == '*') {
        regex.append("[^/]*");
      } else {
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      }
    }
    return Pattern.matches(regex.toString(), path);
  }

  /** These rules without the one for paths that no file has, or with it. */
  public SiteRules withRoute(String pattern, String file) {
    Map<String, String> more = new LinkedHashMap<>(routes);
    more.put(pattern, file);
    return new SiteRules(cleanUrls, httpsOnly, errorPage, more, redirects, headers);
  }

  /** As {@link #parse} reads it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("clean\t" + cleanUrls);
    lines.add("https\t" + httpsOnly);
    lines.add("error\t" + errorPage);
    routes.forEach((pattern, file) -> lines.add("route\t" + pattern + "\t" + file));
    redirects.forEach(
        (pattern, to) -> lines.add("redirect\t" + pattern + "\t" + to.url() + "\t" + to.status()));
    headers.forEach(
        (pattern, all) ->
            all.forEach(
                (name, value) -> lines.add("header\t" + pattern + "\t" + name + "\t" + value)));
    return lines;
  }

  /** Reads what {@link #lines} wrote. */
  public static SiteRules parse(List<String> lines) {
    boolean clean = true;
    boolean https = false;
    String error = USUAL.errorPage();
    Map<String, String> routes = new LinkedHashMap<>();
    Map<String, Redirect> redirects = new LinkedHashMap<>();
    Map<String, Map<String, String>> headers = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      switch (parts[0]) {
        case "clean" -> clean = Boolean.parseBoolean(parts[1]);
        case "https" -> https = Boolean.parseBoolean(parts[1]);
        case "error" -> error = parts[1];
        case "route" -> routes.put(parts[1], parts[2]);
        case "redirect" ->
            redirects.put(parts[1], new Redirect(parts[2], Integer.parseInt(parts[3])));
        case "header" ->
            headers
                .computeIfAbsent(parts[1], pattern -> new LinkedHashMap<>())
                .put(parts[2], parts[3]);
        default -> throw new IllegalArgumentException("rule: " + line + " (expected: a known one)");
      }
    }
    return new SiteRules(clean, https, error, routes, redirects, headers);
  }
}
