package dev.dynogrid.api.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The way to one app.
 *
 * @param app the app
 * @param name its name, for the log
 * @param hostNames in lower case, without port; each belongs to one app only
 * @param mode what to do with requests
 * @param targets dynos that take new requests; the order has no meaning
 * @param settings limits and times
 * @param pages of the app's own
 */
public record AppRoute(
    AppId app,
    AppName name,
    Set<String> hostNames,
    Mode mode,
    List<RouteTarget> targets,
    RouteSettings settings,
    RoutePages pages) {
  /** What to do with the requests of an app. */
  public enum Mode {
    /** Pass them to a target; without a target that takes them: H10. */
    SERVE,
    /** Dynos boot or must be woken: hold requests until the route changes, or H20. */
    HOLD,
    /** Every web dyno has crashed: H10. */
    CRASHED,
    /** No web dyno is wanted: H14. */
    NO_DYNOS,
    /** Nothing was ever deployed: H81. */
    BLANK,
    /** In maintenance: H80. */
    MAINTENANCE
  }

  /** A route without pages of the app's own. */
  public AppRoute(
      AppId app,
      AppName name,
      Set<String> hostNames,
      Mode mode,
      List<RouteTarget> targets,
      RouteSettings settings) {
    this(app, name, hostNames, mode, targets, settings, RoutePages.NONE);
  }

  /** Checks and takes copies. */
  public AppRoute {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(pages, "pages");
    hostNames = Set.copyOf(hostNames);
    targets = List.copyOf(targets);
  }
}
