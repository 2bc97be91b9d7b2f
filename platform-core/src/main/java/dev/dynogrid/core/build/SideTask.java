package dev.dynogrid.core.build;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Something that goes on beside the build's own thread, and ends with it. */
final class SideTask {
  private final FutureTask<Boolean> task;
  private final Thread thread;

  /** What goes on. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  private SideTask(String threadName, Work work) {
    this.task =
        new FutureTask<>(
            () -> {
              work.run();
              return true;
            });
    this.thread = new Thread(task, threadName);
    this.thread.setDaemon(true);
  }

  static SideTask start(String threadName, Work work) {
    SideTask task = new SideTask(threadName, work);
    task.thread.start();
    return task;
  }

  /** Waits for its end, and fails as it failed. */
  void await() throws IOException, InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      } else if (cause instanceof IOException failure) {
        throw failure;
      } else if (cause instanceof InterruptedException) {
        throw new InterruptedException("interrupted while checking the sources");
      }
      throw new IllegalStateException(cause);
    }
  }

  void cancel() {
    task.cancel(true);
  }
}
