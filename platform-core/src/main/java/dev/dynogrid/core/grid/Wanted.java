package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.model.Formation;
import dev.dynogrid.api.model.ProcessType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted of one app.
 *
 * @param app the app
 * @param name its name
 * @param hostNames all its host names
 * @param maintenance whether requests get the maintenance page
 * @param formation how many dynos of each type
 * @param current what runs
 * @param candidate what is being checked; the newest succeeded release is not touched by it
 * @param generations counts restarts by type: dynos of an older generation are to be replaced
 * @param switchDeadline when old dynos leave even if not all new ones are up
 */
record Wanted(
    AppId app,
    AppName name,
    Set<String> hostNames,
    boolean maintenance,
    Formation formation,
    Optional<ReleaseRun> current,
    Optional<Candidate> candidate,
    Map<ProcessType, Integer> generations,
    Instant switchDeadline) {
  Wanted {
    hostNames = Set.copyOf(hostNames);
    generations = Map.copyOf(generations);
  }

  /** A release that is being checked, and one dyno each of these types proves that it starts. */
  record Candidate(ReleaseRun release, Set<ProcessType> types) {
    Candidate {
      types = Set.copyOf(types);
    }
  }

  /** How many dynos of a type the current release should have. */
  int count(ProcessType type) {
    return current
        .filter(release -> release.slug().has(type))
        .map(release -> formation.count(type))
        .orElse(0);
  }

  int generation(ProcessType type) {
    return generations.getOrDefault(type, 0);
  }

  Wanted with(Optional<Candidate> other) {
    return new Wanted(
        app, name, hostNames, maintenance, formation, current, other, generations, switchDeadline);
  }

  Wanted with(Map<ProcessType, Integer> other, Instant deadline) {
    return new Wanted(
        app, name, hostNames, maintenance, formation, current, candidate, other, deadline);
  }
}
