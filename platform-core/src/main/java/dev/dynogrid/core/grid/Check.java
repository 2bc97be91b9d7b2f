package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.ReleaseId;
import java.util.concurrent.CompletableFuture;

/**
 * A release that proves that it starts. The future is completed on the grid's loop; the first dynos
 * run on until {@link Grid#accept} or {@link Grid#drop}.
 */
public final class Check {
  private final ReleaseId release;
  private final CompletableFuture<Void> passed;

  Check(ReleaseId release, CompletableFuture<Void> passed) {
    this.release = release;
    this.passed = passed;
  }

  ReleaseId release() {
    return release;
  }

  /**
   * Completes when the release has proven that it starts; fails with a {@link
   * CheckFailedException}.
   */
  public CompletableFuture<Void> passed() {
    return passed;
  }
}
