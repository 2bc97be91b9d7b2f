package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import java.util.Set;

/** Host names that apps are served under beside their own. */
public interface Domains {
  /** The added host names of an app. */
  Set<String> list(AppId app);

  /**
   * Adds a host name. Returns when it is served.
   *
   * @throws dev.dynogrid.api.model.DynogridException {@code CONFLICT} if an app has it already, or
   *     if it lies under the platform's own domain
   */
  void add(AppId app, String hostName);

  /** Removes a host name; {@code NOT_FOUND} if the app has it not. */
  void remove(AppId app, String hostName);
}
