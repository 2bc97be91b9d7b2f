package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.BuildOutput;
import dev.dynogrid.api.model.AppId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One change of an app's release at a time, and as many builds at once as there are places. */
final class Turns {
  private final Map<AppId, Turn> turns = new ConcurrentHashMap<>();
  private final Semaphore builds;

  Turns(int buildsAtOnce) {
    this.builds = new Semaphore(buildsAtOnce, true);
  }

  /** Something that waits for its turn and then does it. */
  interface Work<T> {
    T run() throws InterruptedException;
  }

  private static final class Turn {
    final Semaphore free = new Semaphore(1, true);
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  }

  /** Does something once no other change of the app is under way. */
  <T> T forApp(AppId app, BuildOutput output, Work<T> work) throws InterruptedException {
    Turn turn = turns.computeIfAbsent(app, a -> new Turn());
    turn.threads.add(Thread.currentThread());
    try {
      return withPermit(turn.free, "Waiting for another deploy of this app", output, work);
    } finally {
      turn.threads.remove(Thread.currentThread());
    }
  }

  /** Does something once there is a place for a build. */
  <T> T forBuild(BuildOutput output, Work<T> work) throws InterruptedException {
    return withPermit(builds, "Waiting for other builds", output, work);
  }

  private static <T> T withPermit(
      Semaphore semaphore, String waiting, BuildOutput output, Work<T> work)
      throws InterruptedException {
    if (!semaphore.tryAcquire()) {
      output.step(waiting + " (place " + (semaphore.getQueueLength() + 1) + " in line)");
      semaphore.acquire();
    }
    try {
      return work.run();
    } finally {
      semaphore.release();
    }
  }

  /** Interrupts whatever is under way or waits for an app, which goes away. */
  void cancel(AppId app) {
    @Nullable Turn turn = turns.remove(app);
    if (turn != null) {
      turn.threads.forEach(Thread::interrupt);
    }
  }

  /** Interrupts everything, since the platform closes. */
  void cancelAll() {
    turns.values().forEach(turn -> turn.threads.forEach(Thread::interrupt));
  }
}
