package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.api.model.ProcessType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A release that proves that it starts. The future is completed on the grid's loop; the first dynos
 * run on until {@link Grid#accept} or {@link Grid#drop}.
 */
public final class Check {
  private final ReleaseRun release;
  private final CompletableFuture<Void> passed = new CompletableFuture<>();

  Check(ReleaseRun release) {
    this.release = release;
  }

  ReleaseRun release() {
    return release;
  }

  /**
   * Completes when the release has proven that it starts; fails with a {@link
   * CheckFailedException}.
   */
  public CompletableFuture<Void> passed() {
    return passed;
  }

  void fail(GridDyno dyno, String reason) {
    passed.completeExceptionally(
        new CheckFailedException(dyno.name() + " of the new release did not start: " + reason));
  }

  /** Where a check stands. */
  sealed interface Verdict {
    /** Some dynos have yet to come up. */
    record Waiting(Optional<Instant> lookAgain) implements Verdict {}

    /** It starts. */
    record Passed() implements Verdict {}
  }

  /**
   * Decides, from dynos of which none has ended: a web dyno is healthy and the others run; without
   * a web dyno, the others have run for as long as {@code workerUp}.
   */
  static Verdict verdict(AppView view, Wanted.Candidate candidate, Duration workerUp, Instant now) {
    Set<ProcessType> types = candidate.types();
    boolean web = types.contains(ProcessType.WEB);
    Optional<Instant> lookAgain = Optional.empty();
    boolean waiting = false;
    for (ProcessType type : types) {
      Optional<GridDyno> dyno =
          view.dynos().stream()
              .filter(d -> d.release().equals(candidate.release().id()) && d.type().equals(type))
              .filter(GridDyno::isActive)
              .findFirst();
      if (dyno.isEmpty() || dyno.get().asked() == GridDyno.Asked.START) {
        waiting = true;
      } else if (dyno.get().isWeb()) {
        waiting |= !dyno.get().is(DynoState.UP);
      } else if (!web && now.isBefore(dyno.get().startedAt().plus(workerUp))) {
        waiting = true;
        lookAgain = Optional.of(dyno.get().startedAt().plus(workerUp));
      }
    }
    return waiting ? new Verdict.Waiting(lookAgain) : new Verdict.Passed();
  }
}
