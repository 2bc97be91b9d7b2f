package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.routing.RouterCode;
import java.util.Optional;

/**
 * The pages of a platform for requests that no app answered. An app's own page goes before them,
 * the mesh's plain ones follow.
 *
 * <pre>{@code
 * MeshOptions.at("127.0.0.1", 0)
 *     .withErrorPages(failure -> Optional.of(MeshPage.html("<h1>" + failure.title() + "</h1>")));
 * }</pre>
 */
@FunctionalInterface
public interface ErrorPages {
  /** The mesh's plain ones. */
  ErrorPages PLAIN = failure -> Optional.empty();

  /**
   * The page for a failure; status, {@code X-Dynogrid-Error} and what else belongs to the response
   * stay the mesh's. Called on threads that carry requests: it must not block. Should it throw, the
   * client gets the mesh's page.
   *
   * @return empty for the mesh's own
   */
  Optional<MeshPage> pageOf(Failure failure);

  /**
   * What went wrong.
   *
   * @param code empty for a host name that no app has
   * @param status of the response
   * @param title what it means, for people
   * @param app the app that it happened to, if it is known
   * @param requestId as it is in the logs; empty if the request was refused before it got one
   * @param html whether the client prefers HTML
   */
  record Failure(
      Optional<RouterCode> code,
      int status,
      String title,
      Optional<AppName> app,
      String requestId,
      boolean html) {}
}
