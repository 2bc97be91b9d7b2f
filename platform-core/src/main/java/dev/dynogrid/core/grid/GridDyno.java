package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.ReleaseId;
import java.time.Instant;
import java.util.Optional;

/**
 * A dyno as the grid's loop keeps it.
 *
 * @param role what it is for
 * @param generation see {@link Wanted}
 * @param endpoint where it listens, once that is known
 * @param since when it came into its state
 * @param startedAt when it was asked for
 * @param asked what the runtime has been asked for last
 */
record GridDyno(
    DynoId id,
    AppId app,
    ReleaseId release,
    int version,
    DynoName name,
    String command,
    Role role,
    int generation,
    DynoState state,
    Optional<HostId> host,
    Optional<Endpoint> endpoint,
    Instant since,
    Instant startedAt,
    Asked asked) {
  /** What a dyno is for. */
  enum Role {
    /** Proves that a release starts; becomes part of the formation if the release succeeds. */
    CHECK,
    /** Part of the formation. */
    FORMATION,
    /** Runs a command once. The planner leaves it alone. */
    ONE_OFF
  }

  /** What the runtime has been asked for last. */
  enum Asked {
    /** To start the dyno; it has not answered. */
    START,
    /** To start the dyno; it has accepted. */
    ACCEPTED,
    /** To stop it. */
    STOP
  }

  ProcessType type() {
    return name.type();
  }

  boolean isWeb() {
    return type().equals(ProcessType.WEB);
  }

  boolean is(DynoState other) {
    return state == other;
  }

  /** Starting or up: it counts towards a formation. */
  boolean isActive() {
    return state == DynoState.STARTING || state == DynoState.UP;
  }

  GridDyno in(DynoState next, Instant now) {
    return new GridDyno(
        id,
        app,
        release,
        version,
        name,
        command,
        role,
        generation,
        next,
        host,
        endpoint,
        now,
        startedAt,
        asked);
  }

  GridDyno as(Role other) {
    return new GridDyno(
        id,
        app,
        release,
        version,
        name,
        command,
        other,
        generation,
        state,
        host,
        endpoint,
        since,
        startedAt,
        asked);
  }

  GridDyno at(Optional<HostId> where, Optional<Endpoint> listensAt) {
    return new GridDyno(
        id,
        app,
        release,
        version,
        name,
        command,
        role,
        generation,
        state,
        where,
        listensAt,
        since,
        startedAt,
        asked);
  }

  GridDyno asked(Asked other) {
    return new GridDyno(
        id,
        app,
        release,
        version,
        name,
        command,
        role,
        generation,
        state,
        host,
        endpoint,
        since,
        startedAt,
        other);
  }

  Dyno toDyno() {
    return new Dyno(id, app, release, version, name, command, state, host, since);
  }
}
