package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.SlugCompiler;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.Slug;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins the check of a release while its slug is still being looked at and stored. Not for
 * releases with a release command, which runs before anything else of them.
 */
final class EarlyStart implements SlugCompiler.Early {
  private final Function<Slug, Release> pending;
  private final CheckStep checkStep;
  private CheckStep.@Nullable Running running;
  private boolean used;

  EarlyStart(Function<Slug, Release> pending, CheckStep checkStep) {
    this.pending = pending;
    this.checkStep = checkStep;
  }

  @Override
  public synchronized void startable(Slug slug) {
    if (!slug.has(ProcessType.RELEASE)) {
      running = checkStep.begin(pending.apply(slug));
    }
  }

  /** The release that is being checked; empty if no check has begun. */
  synchronized Optional<Release> release() {
    return Optional.ofNullable(running).map(CheckStep.Running::release);
  }

  /** The check, whose end is now the taker's business. */
  synchronized Optional<CheckStep.Running> running() {
    used = true;
    return Optional.ofNullable(running);
  }

  /** The compiler threw after all: ends what was started. */
  synchronized void dropUnused() {
    CheckStep.@Nullable Running begun = running;
    if (begun != null && !used) {
      checkStep.drop(begun);
    }
  }
}
