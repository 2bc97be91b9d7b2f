package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one shim that waits for its order: a shim takes longer to come up than what it is to run
 * takes to be told. It is not replaced at once, when what was started needs the processor, but when
 * its owner says so. It ends when its standard input does, so with this process at the latest.
 */
final class SpareShims implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpareShims.class);

  private final Start start;
  private final ExecutorService starter =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "dynogrid-spare-shim-1");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Process spare;
  private boolean preparing;
  private boolean closed;

  SpareShims(Start start) {
    this.start = start;
  }

  /** Starts a shim. */
  interface Start {
    Process shim() throws IOException;
  }

  /** The spare one, or one that is started now. */
  Process take() throws IOException {
    @Nullable Process taken = takeSpare();
    return taken != null && taken.isAlive() ? taken : start.shim();
  }

  private synchronized @Nullable Process takeSpare() {
    @Nullable Process taken = spare;
    spare = null;
    return taken;
  }

  /** Starts a spare one, aside, unless there is one. */
  synchronized void prepare() {
    if (spare == null && !preparing && !closed) {
      preparing = true;
      starter.execute(this::replace);
    }
  }

  private void replace() {
    @Nullable Process next = null;
    try {
      next = start.shim();
    } catch (IOException e) {
      log.debug("no shim could be started ahead", e);
    }
    if (!keep(next) && next != null) {
      end(next);
    }
  }

  private synchronized boolean keep(@Nullable Process next) {
    preparing = false;
    if (!closed) {
      spare = next;
    }
    return !closed;
  }

  @Override
  public void close() {
    @Nullable Process last;
    synchronized (this) {
      closed = true;
      last = takeSpare();
    }
    starter.shutdown();
    if (last != null) {
      end(last);
    }
  }

  private static void end(Process unused) {
    try {
      unused.getOutputStream().close();
    } catch (IOException e) {
      unused.destroy();
    }
  }
}
