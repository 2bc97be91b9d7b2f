package dev.dynogrid.api.runtime;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.Slug;
import java.util.Map;
import java.util.Objects;

/**
 * A dyno to start.
 *
 * @param id its identity
 * @param app whose it is
 * @param appName the app's name, for people
 * @param release what it runs
 * @param name {@code web.1}
 * @param slug the slug
 * @param command a shell line, run in the app directory after {@code .profile.d/*.sh} and {@code
 *     .profile}
 * @param environment the slug's defaults and the config vars; without {@code PORT}, which the
 *     runtime adds. May hold secrets
 * @param listens whether it is to be given a {@code PORT}
 * @param limits what it may use
 * @param streams what becomes of its standard streams
 */
public record DynoSpec(
    DynoId id,
    AppId app,
    AppName appName,
    ReleaseId release,
    DynoName name,
    Slug slug,
    String command,
    Map<String, String> environment,
    boolean listens,
    Limits limits,
    Streams streams) {
  /** Checks and takes copies. */
  public DynoSpec {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(appName, "appName");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(slug, "slug");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(streams, "streams");
    environment = Map.copyOf(environment);
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return appName + " " + name + " " + id + " (" + command + ")";
  }
}
