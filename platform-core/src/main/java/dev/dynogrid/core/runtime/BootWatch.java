package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches dynos from their start until they listen, on one thread, where their shims cannot tell:
 * on systems other than Linux, or without the kernel's socket diagnosis.
 */
final class BootWatch {
  private static final Logger log = LoggerFactory.getLogger(BootWatch.class);

  private static final Duration PAUSE = Duration.ofMillis(2);

  /** The kernel's tables take milliseconds to read, so looking costs a part of a core at most. */
  private static final int PAUSE_OVER_COST = 5;

  private final Set<ProcessDyno> boots = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;
  private final ListenWatch watch;
  private boolean ticking;

  BootWatch(ListenWatch watch, String threadName) {
    this.watch = watch;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Watches a dyno from now on. */
  synchronized void watch(ProcessDyno dyno) {
    if (!dyno.isBooting()) {
      return;
    }
    boots.add(dyno);
    if (!ticking) {
      ticking = true;
      timer.execute(this::tick);
    }
  }

  private void tick() {
    long start = System.nanoTime();
    try {
      boots.removeIf(dyno -> !dyno.isBooting());
      if (!boots.isEmpty()) {
        look();
      }
    } catch (IOException | RuntimeException e) {
      log.warn("could not look who listens: {}", e.toString());
    }
    again((System.nanoTime() - start) * PAUSE_OVER_COST);
  }

  private synchronized void again(long cost) {
    ticking = !boots.isEmpty() && !timer.isShutdown();
    if (ticking) {
      timer.schedule(this::tick, Math.max(PAUSE.toNanos(), cost), TimeUnit.NANOSECONDS);
    }
  }

  private void look() throws IOException {
    boolean owners = watch.canTellOwners();
    Map<Integer, Set<ListenWatch.Listening>> listening = owners ? watch.listening() : Map.of();
    for (ProcessDyno dyno : List.copyOf(boots)) {
      int port = dyno.record().port().orElse(0);
      Set<ListenWatch.Listening> sockets = listening.getOrDefault(port, Set.of());
      boolean listens =
          owners ? !sockets.isEmpty() && owns(dyno, sockets) : ListenWatch.takesConnections(port);
      if (listens) {
        boots.remove(dyno);
        boolean only6 = owners && sockets.stream().allMatch(ListenWatch.Listening::loopback6);
        dyno.listens(new Endpoint(only6 ? "::1" : "127.0.0.1", port));
      }
    }
  }

  private boolean owns(ProcessDyno dyno, Set<ListenWatch.Listening> sockets) throws IOException {
    List<Identity> identities = Identity.readFrom(dyno.directory());
    for (Identity identity : identities) {
      if (watch.owns(identity.pid(), sockets)) {
        return true;
      }
    }
    return false;
  }

  synchronized void close() {
    timer.shutdownNow();
  }
}
