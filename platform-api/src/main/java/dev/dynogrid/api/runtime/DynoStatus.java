package dev.dynogrid.api.runtime;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ReleaseId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A dyno as its runtime sees it.
 *
 * @param id its identity
 * @param app whose it is
 * @param release what it runs
 * @param name {@code web.1}
 * @param host where it is; empty if the runtime places by itself and has not placed it
 * @param phase how far it is
 * @param endpoint where it listens or will listen, as the mesh reaches it; empty without a port,
 *     and while that is not known
 * @param listening whether a process of this dyno listens there
 * @param exit how it ended; present if it has
 * @param startedAt when it was started
 */
public record DynoStatus(
    DynoId id,
    AppId app,
    ReleaseId release,
    DynoName name,
    Optional<HostId> host,
    Phase phase,
    Optional<Endpoint> endpoint,
    boolean listening,
    Optional<DynoExit> exit,
    Instant startedAt) {
  /** How far a dyno is. */
  public enum Phase {
    /** Accepted; no process yet. */
    ACCEPTED,
    /** Its process runs. */
    RUNNING,
    /** Nothing of it runs any more. */
    EXITED
  }

  /** Checks the parts. */
  public DynoStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(exit, "exit");
    Objects.requireNonNull(startedAt, "startedAt");
    if (exit.isPresent() != (phase == Phase.EXITED)) {
      throw new IllegalArgumentException(
          "exit: " + exit + " (expected: present in phase EXITED, and only then)");
    }
  }
}
