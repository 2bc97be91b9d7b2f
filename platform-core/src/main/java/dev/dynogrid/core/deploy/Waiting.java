package dev.dynogrid.core.deploy;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures: bounded, interruptible, and with the exception that they failed with. */
final class Waiting {
  private Waiting() {}

  static <T> T on(CompletableFuture<T> future, Duration atMost, String what)
      throws InterruptedException {
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
  }
}
