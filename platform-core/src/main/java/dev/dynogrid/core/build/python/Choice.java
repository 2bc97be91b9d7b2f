package dev.dynogrid.core.build.python;

import java.util.List;
import java.util.Optional;

/**
 * Which interpreter is taken for an app.
 *
 * @param first the one to try
 * @param otherwise one that needs nothing installed, for when the first needs an index that cannot
 *     be had
 */
record Choice(Candidate first, Optional<Candidate> otherwise) {
  /** An interpreter that could be asked, with what it said. */
  record Candidate(Interpreters.Found interpreter, Look look) {
    boolean hasAll() {
      return look.missing().isEmpty();
    }
  }

  /**
   * Chooses: one of the wanted version, if it has what is needed or can install it; else one that
   * has what is needed; else the first that can install it; else the first.
   *
   * @param candidates in the order of preference
   * @param wanted the version that the app asks for
   * @return empty if there is no interpreter at all
   */
  static Optional<Choice> of(List<Candidate> candidates, Optional<String> wanted) {
    Optional<Candidate> ready = candidates.stream().filter(Candidate::hasAll).findFirst();
    Optional<Candidate> asked =
        candidates.stream()
            .filter(
                one -> wanted.filter(v -> Interpreters.fits(one.look().version(), v)).isPresent())
            .filter(one -> one.hasAll() || one.look().pip())
            .findFirst();
    return asked
        .or(() -> ready)
        .or(() -> candidates.stream().filter(one -> one.look().pip()).findFirst())
        .or(() -> candidates.stream().findFirst())
        .map(first -> new Choice(first, ready.filter(one -> !one.equals(first))));
  }
}
