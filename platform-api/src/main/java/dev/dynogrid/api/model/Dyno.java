package dev.dynogrid.api.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A dyno as the grid sees it.
 *
 * @param id its identity
 * @param app whose it is
 * @param release what it runs
 * @param version the number of that release
 * @param name {@code web.1}
 * @param command the command line
 * @param state where it stands
 * @param host where it runs; empty while it is not placed, or if the runtime places by itself and
 *     does not tell
 * @param since when it came into this state
 */
public record Dyno(
    DynoId id,
    AppId app,
    ReleaseId release,
    int version,
    DynoName name,
    String command,
    DynoState state,
    Optional<HostId> host,
    Instant since) {
  /** Checks the parts. */
  public Dyno {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(since, "since");
  }
}
