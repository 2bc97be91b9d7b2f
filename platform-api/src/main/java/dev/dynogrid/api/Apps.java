package dev.dynogrid.api;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
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
   * Destroys an app: its dynos are stopped; its repository, releases, config, slugs and logs are
   * removed. A deploy that is under way is cancelled. Cannot be undone.
   */
  void destroy(AppId app);
}
