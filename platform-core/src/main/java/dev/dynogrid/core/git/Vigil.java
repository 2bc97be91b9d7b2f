package dev.dynogrid.core.git;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over a deploy for the one who pushed: while nothing is said, keep-alive packets show
 * whether somebody still listens; if not, the deploying thread is interrupted, which cancels what
 * is not yet decided.
 */
final class Vigil {
  private static final Logger log = LoggerFactory.getLogger(Vigil.class);
  private static final long PERIOD_MILLIS = 250;

  private final PackStream stream;
  private final Thread deploying = Thread.currentThread();
  private final ScheduledFuture<?> schedule;
  private boolean over;

  /** Does something on the calling thread, and watches over it. */
  static void over(PackStream stream, ScheduledExecutorService timer, Runnable deploy) {
    Vigil vigil = new Vigil(stream, timer);
    try {
      deploy.run();
    } finally {
      vigil.end();
    }
  }

  private Vigil(PackStream stream, ScheduledExecutorService timer) {
    this.stream = stream;
    this.schedule =
        timer.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      stream.keepAlive(TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS));
    } catch (IOException e) {
      // The client has gone away, which is what we look for.
      cancel();
    }
  }

  private synchronized void cancel() {
    if (!over) {
      deploying.interrupt();
      over = true;
      schedule.cancel(false);
    }
  }

  /** From here on the thread is not interrupted any more, and has no interrupt left of us. */
  private synchronized void end() {
    over = true;
    schedule.cancel(false);
    if (Thread.interrupted()) {
      log.debug("the one who pushed went away");
    }
  }
}
