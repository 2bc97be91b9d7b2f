package dev.dynogrid.api;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.Release;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Config vars of apps. */
public interface Config {
  /** The config vars that are in effect. */
  ConfigVars get(AppId app);

  /** Sets some config vars: {@link #change} without removals. */
  default Optional<Release> set(AppId app, Map<String, String> vars) {
    return change(app, vars, Set.of());
  }

  /** Removes some config vars: {@link #change} without additions. */
  default Optional<Release> unset(AppId app, Set<String> names) {
    return change(app, Map.of(), names);
  }

  /**
   * Changes config vars. For an app with a release this is one new release of the same slug,
   * checked like a push: if it fails, the config vars stay as they were. Returns when the new
   * release serves.
   *
   * @param set names and new values
   * @param unset names to remove; ones that are not there are passed over
   * @return the new release; empty if nothing changed, or if nothing was deployed yet and the
   *     config vars wait for the first push
   * @throws IllegalArgumentException if a name or a value cannot be taken; nothing is changed
   * @throws dev.dynogrid.api.model.DynogridException {@code CHECK_FAILED} or {@code
   *     RELEASE_COMMAND_FAILED}, with the reason
   */
  Optional<Release> change(AppId app, Map<String, String> set, Set<String> unset);
}
