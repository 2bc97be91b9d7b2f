package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is wanted of one app.
 *
 * @param app the app: its name, its formation, its host names
 * @param current what runs
 * @param candidate what is being checked; the newest succeeded release is not touched by it
 * @param generations counts restarts by type: dynos of an older generation are to be replaced
 * @param asleep whether the app idles: no web dynos until a request comes
 * @param switchDeadline when old dynos leave even if not all new ones are up
 */
record Wanted(
    App app,
    Optional<Release> current,
    Optional<Candidate> candidate,
    Map<ProcessType, Integer> generations,
    boolean asleep,
    Instant switchDeadline) {
  Wanted {
    generations = Map.copyOf(generations);
  }

  /**
   * A release that is being checked, and one dyno each of these types proves that it starts.
   *
   * @param request to be answered
   * @param since when the check began
   */
  record Candidate(long request, Release release, Set<ProcessType> types, Instant since) {
    Candidate {
      types = Set.copyOf(types);
    }

    boolean is(ReleaseId other) {
      return release.id().equals(other);
    }
  }

  /** How many dynos of a type the current release should have. */
  int count(ProcessType type) {
    return asleep && type.equals(ProcessType.WEB) ? 0 : countAwake(type);
  }

  /** The same, whether the app idles or not. */
  int countAwake(ProcessType type) {
    return current
        .filter(release -> release.slug().has(type))
        .map(release -> app.formation().count(type))
        .orElse(0);
  }

  int generation(ProcessType type) {
    return generations.getOrDefault(type, 0);
  }

  boolean isCurrent(ReleaseId release) {
    return current.isPresent() && current.get().id().equals(release);
  }

  boolean isCandidate(ReleaseId release) {
    return candidate.isPresent() && candidate.get().is(release);
  }

  Wanted with(Optional<Candidate> other) {
    return new Wanted(app, current, other, generations, asleep, switchDeadline);
  }

  Wanted with(Map<ProcessType, Integer> other, Instant deadline) {
    return new Wanted(app, current, candidate, other, asleep, deadline);
  }

  Wanted with(App other, Optional<Release> release, Instant deadline) {
    return new Wanted(other, release, candidate, generations, asleep, deadline);
  }

  Wanted asleep(boolean whether) {
    return new Wanted(app, current, candidate, generations, whether, switchDeadline);
  }

  /** What a release has to start to be proven: what it will run, or what it could run. */
  Set<ProcessType> typesToCheck(Release release) {
    Set<ProcessType> types =
        release.slug().processTypes().keySet().stream()
            .filter(type -> type.scales() && app.formation().count(type) > 0)
            .collect(Collectors.toCollection(TreeSet::new));
    if (types.isEmpty() && !release.slug().has(ProcessType.WEB)) {
      release.slug().processTypes().keySet().stream()
          .filter(type -> type.scales() && !app.formation().counts().containsKey(type))
          .forEach(types::add);
    }
    return types;
  }
}
