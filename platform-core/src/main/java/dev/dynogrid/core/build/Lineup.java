package dev.dynogrid.core.build;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which buildpacks are to compile an app.
 *
 * @param stages in this order; the ones after the first get what those before them made
 * @param required whether each must fit the app; if not, those that do not are left out
 * @param otherwise the one if none of the stages fits
 */
record Lineup(List<Stage> stages, boolean required, Optional<Stage> otherwise) {
  Lineup {
    stages = List.copyOf(stages);
  }

  /** What somebody asked for. */
  static Lineup of(List<Stage> stages) {
    return new Lineup(stages, true, Optional.empty());
  }

  /** What decides, beside the source, what comes out. */
  List<String> identities() {
    return Stream.concat(stages.stream(), otherwise.stream()).map(Stage::identity).toList();
  }
}
