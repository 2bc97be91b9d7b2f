package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.Arguments;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Pages of an app's own, shown where its dynos do not answer. A mesh fetches {@code http} and
 * {@code https} pages ahead, in bounds, and shows its own page where it cannot; a {@code data} URI
 * is the page itself.
 *
 * @param error for every error of the app; empty for the mesh's own page
 * @param maintenance while the app is in maintenance; empty for the mesh's own page
 */
public record RoutePages(Optional<URI> error, Optional<URI> maintenance) {
  /** The mesh's own pages. */
  public static final RoutePages NONE = new RoutePages(Optional.empty(), Optional.empty());

  private static final Set<String> SCHEMES = Set.of("http", "https", "data");

  /** Checks the schemes. */
  public RoutePages {
    error.ifPresent(uri -> check("error page", uri));
    maintenance.ifPresent(uri -> check("maintenance page", uri));
  }

  private static void check(String name, URI uri) {
    Arguments.check(isPage(uri), name, uri, "an http, https or data URI");
  }

  /** Whether this can be the URI of a page. */
  public static boolean isPage(URI uri) {
    return uri.getScheme() != null && SCHEMES.contains(uri.getScheme());
  }
}
