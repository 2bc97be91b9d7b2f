package dev.dynogrid.core.build.site.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of files, and how requests for them are answered: index files, clean URLs, one slash at
 * the end of folders and none at the end of pages, validators, ranges, compressed variants, the
 * site's own 404 page. There are no listings, and nothing outside of the folder. Knows no network,
 * keeps only digests of files, and is safe for use by many threads; answering reads small files.
 */
public final class Site {
  private final Path root;
  private final SiteRules rules;
  private final Representations representations = new Representations();

  /**
   * A site.
   *
   * @param root an existing folder
   */
  public Site(Path root, SiteRules rules) throws IOException {
    this.root = root.toRealPath();
    this.rules = rules;
  }

  /** The answer to a request. */
  public SiteAnswer answer(SiteRequest request) throws IOException {
    if (!request.method().equals("GET") && !request.isHead()) {
      return SiteAnswer.text(405, "Method not allowed\n").with(Map.of("Allow", "GET, HEAD"));
    }
    Optional<String> host = request.header("host");
    boolean insecure = request.header("x-forwarded-proto").filter("http"::equals).isPresent();
    if (rules.httpsOnly() && insecure && host.isPresent()) {
      return SiteAnswer.redirect(301, "https://" + host.get() + request.target());
    }
    Optional<String> path = SitePath.decode(request.path());
    SiteAnswer answer =
        path.isPresent() ? answer(request, path.get()) : missing(request, request.path());
    return path.isPresent() ? answer.with(headersFor(path.get())) : answer;
  }

  private Map<String, String> headersFor(String path) {
    Map<String, String> headers = new LinkedHashMap<>();
    rules
        .headers()
        .forEach(
            (pattern, more) -> {
              if (SiteRules.matches(pattern, path)) {
                headers.putAll(more);
              }
            });
    return headers;
  }

  private SiteAnswer answer(SiteRequest request, String path) throws IOException {
    Optional<SiteRules.Redirect> redirect = first(rules.redirects(), path);
    if (redirect.isPresent()) {
      return SiteAnswer.redirect(redirect.get().status(), redirect.get().url());
    }
    Optional<Path> file = find(path);
    if (file.isPresent()) {
      return representations.answer(request, file.get(), path, 200);
    }
    Optional<String> elsewhere = elsewhere(path, request.path());
    if (elsewhere.isPresent()) {
      return SiteAnswer.redirect(301, elsewhere.get() + request.query());
    }
    Optional<Path> route = first(rules.routes(), path).flatMap(this::page);
    return route.isPresent()
        ? representations.answer(request, route.get(), "/", 200)
        : missing(request, path);
  }

  private static <T> Optional<T> first(Map<String, T> byPattern, String path) {
    return byPattern.entrySet().stream()
        .filter(entry -> SiteRules.matches(entry.getKey(), path))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Optional<Path> find(String path) {
    String relative = path.substring(1);
    if (path.endsWith("/")) {
      return page(relative + "index.html");
    }
    Stream<String> candidates =
        rules.cleanUrls() ? Stream.of(relative, relative + ".html") : Stream.of(relative);
    return candidates.flatMap(candidate -> page(candidate).stream()).findFirst();
  }

  /** Where else the path leads to something, encoded as it was. */
  private Optional<String> elsewhere(String path, String raw) {
    // One slash: with two, the address would be that of another host.
    String here = raw.replaceAll("^/+", "/");
    if (!path.endsWith("/")) {
      return page(path.substring(1) + "/index.html").map(index -> here + "/");
    }
    String without = path.substring(0, path.length() - 1);
    return without.isEmpty() || find(without).isEmpty()
        ? Optional.empty()
        : Optional.of(here.replaceAll("/+$", ""));
  }

  /** A file of the site. */
  private Optional<Path> page(String relative) {
    try {
      Path file = root.resolve(relative).normalize();
      return file.startsWith(root)
              && Files.isRegularFile(file)
              && file.toRealPath().startsWith(root)
          ? Optional.of(file)
          : Optional.empty();
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return Optional.empty();
    }
  }

  private SiteAnswer missing(SiteRequest request, String path) throws IOException {
    Optional<Path> page = page(rules.errorPage());
    SiteAnswer answer =
        page.isPresent()
            ? representations.answer(request, page.get(), path, 404)
            : SiteAnswer.text(404, "Not found\n");
    return answer.with(Map.of("Cache-Control", "no-cache"));
  }
}
