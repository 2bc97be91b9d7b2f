package dev.dynogrid.api;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Apps. */
public interface Apps {
  /**
   * Creates an app, with an empty git repository and {@code web=1}.
   *
   * @param name a host label, see {@link dev.dynogrid.api.model.AppName}
   * @throws dev.dynogrid.api.model.DynogridException {@code CONFLICT} if the name is taken
   */
  App create(String name);

  /** All apps, by name. */
  List<App> list();

  /** The app of that name. */
  Optional<App> find(String name);

  /** The app. */
  App get(AppId app);

  /**
   * Gives an app another name, and with it another host name and git URL. Dynos are not restarted.
   *
   * @throws dev.dynogrid.api.model.DynogridException {@code CONFLICT} if the name is taken
   */
  App rename(AppId app, String name);

  /**
   * Turns the maintenance mode on or off: requests are answered with H80, dynos go on running.
   * Returns when it is in effect.
   */
  App setMaintenance(AppId app, boolean on);

  /**
   * Says what compiles the app from the next deploy on. Buildpacks run in the given order; each
   * gets what the ones before it made, and the default process types of the last that has any are
   * taken.
   *
   * @param buildpacks each a name of a built-in buildpack ({@code nodejs}), the URL of a git
   *     repository, with {@code #branch-tag-or-commit} if not its default branch is meant, or the
   *     absolute path of a folder on the platform's machine; none leaves the choice to the app
   *     ({@code BUILDPACK_URL}, {@code .buildpacks}, {@code app.json}) and to the platform
   * @throws IllegalArgumentException if one of them cannot be read as such; whether it is there is
   *     found out by the next deploy
   */
  App setBuildpacks(AppId app, List<String> buildpacks);

  /**
   * Lets an app idle: after so long without a request its web dynos are stopped. The next request
   * is held, starts them, and is answered by them. Other process types are not touched.
   *
   * @param after 1 second to 30 days; empty if its web dynos are always to run, as for a new app
   */
  App setIdleAfter(AppId app, Optional<Duration> after);

  /**
   * Destroys an app: its dynos are stopped; its repository, releases, config, slugs and logs are
   * removed. A deploy that is under way is cancelled. Cannot be undone.
   */
  void destroy(AppId app);
}
