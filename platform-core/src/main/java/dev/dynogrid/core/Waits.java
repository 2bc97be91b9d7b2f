package dev.dynogrid.core;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The facade's waits: bounded, and with the errors that the facade promises. */
final class Waits {
  /** For answers of the grid that depend on no dyno. */
  static final Duration SHORT = Duration.ofSeconds(30);

  private Waits() {}

  /** Something that may be interrupted. */
  interface Interruptible<T> {
    T run() throws InterruptedException;
  }

  static <T> T cancellable(Interruptible<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DynogridException(ErrorCode.CANCELLED, "interrupted while waiting", e);
    }
  }

  static <T> T on(CompletableFuture<T> future, Duration atMost, String what) {
    return cancellable(
        () -> {
          try {
            return future.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
          } catch (TimeoutException e) {
            throw new DynogridException(
                ErrorCode.TIMEOUT, "waited " + atMost.toSeconds() + " seconds for " + what, e);
          } catch (ExecutionException e) {
            if (e.getCause() instanceof DynogridException failure) {
              throw failure;
            }
            throw new DynogridException(ErrorCode.INTERNAL, what + " failed: " + e.getCause(), e);
          }
        });
  }
}
