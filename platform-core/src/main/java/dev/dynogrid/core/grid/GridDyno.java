package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.runtime.DynoExit;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dyno as the grid keeps it. Only {@link DynoLife} and {@link HostBook} change one. */
final class GridDyno {
  final DynoId id;
  final AppId app;
  final Release release;
  final DynoName name;
  final String command;

  /** See {@link Wanted}. */
  final int generation;

  Role role;
  DynoState state = DynoState.STARTING;

  /** When it came into its state. */
  Instant since;

  Asked asked = Asked.START;

  /** When it was last told to stop; null before that. */
  @Nullable Instant stoppedAt;

  /** When it was asked for; once a runtime has accepted it, when that was. */
  Instant startedAt;

  /** Where it was placed; null if it has no place, or if the runtime places by itself. */
  @Nullable GridHost host;

  /** Where the runtime says that it is. */
  Optional<HostId> seenOn = Optional.empty();

  Optional<Endpoint> endpoint = Optional.empty();

  /** Why it is to be replaced by a new one, once it is. */
  Optional<String> leaving = Optional.empty();

  /** Why it was started, for people. */
  String startedBecause = "";

  /** Why it is where it is, for people. */
  String placedBecause = "";

  /** Why it is in its state, for people. */
  String stateBecause = "";

  /** Since when it fails its health path; null while it does not. */
  @Nullable Instant failingSince;

  /** How often it failed its health path in a row. */
  int failures;

  /** What its last failed probe was answered. */
  String lastAnswer = "";

  /** Whether it is being asked for its health. */
  boolean watched;

  /** Whether it was seen to have no requests after it had left the route. */
  boolean quiet;

  /** The request that is answered once a runtime has accepted it. */
  Optional<Long> request = Optional.empty();

  /** How it ended, if that was heard before its acceptance. */
  Optional<DynoExit> earlyExit = Optional.empty();

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

  GridDyno(
      DynoId id,
      Release release,
      DynoName name,
      String command,
      Role role,
      int generation,
      Instant now) {
    this.id = id;
    this.app = release.app();
    this.release = release;
    this.name = name;
    this.command = command;
    this.role = role;
    this.generation = generation;
    this.since = now;
    this.startedAt = now;
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

  /** Up, and not failing its health path for so often that it gets no requests. */
  boolean isFit() {
    return state == DynoState.UP && failures < Planner.FAILURES_TO_LEAVE_THE_ROUTE;
  }

  Optional<HostId> hostId() {
    return seenOn.or(() -> Optional.ofNullable(host).flatMap(GridHost::id));
  }

  Dyno toDyno() {
    return new Dyno(
        id, app, release.id(), release.version(), name, command, state, hostId(), since);
  }

  @Override
  public String toString() {
    return name + " v" + release.version() + " " + state + " " + id;
  }
}
