package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.Placement;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs actions on the runtime, on a bounded executor, since a runtime may block. */
final class Actuator {
  private static final Logger log = LoggerFactory.getLogger(Actuator.class);

  private final DynoRuntime runtime;
  private final Executor executor;

  Actuator(DynoRuntime runtime, Executor executor) {
    this.runtime = runtime;
    this.executor = executor;
  }

  /** Starts a dyno, and tells how that went. */
  void start(
      Placement placement, DynoSpec spec, Runnable accepted, Consumer<RuntimeException> refused) {
    executor.execute(
        () -> {
          try {
            runtime.start(placement, spec);
          } catch (RuntimeException e) {
            refused.accept(e);
            return;
          }
          accepted.run();
        });
  }

  void stop(DynoId dyno, Duration grace) {
    quietly("stop dyno " + dyno, () -> runtime.stop(dyno, grace));
  }

  void forget(DynoId dyno) {
    quietly("forget dyno " + dyno, () -> runtime.forget(dyno));
  }

  /** Anything that can be done again: at the next start what is left over is listed. */
  private void quietly(String what, Runnable action) {
    executor.execute(
        () -> {
          try {
            action.run();
          } catch (DynogridException e) {
            log.warn("could not {}: {}", what, e.getMessage());
          } catch (RuntimeException e) {
            log.error("could not {}", what, e);
          }
        });
  }
}
